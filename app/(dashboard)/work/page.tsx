import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { ActButton } from '#components/settings/act-form.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { WorkGroup } from '#components/work/work-group.tsx';
import { WorkStrip } from '#components/work/work-strip.tsx';
import { nothingThere, WORK_GROUPS, workLabels } from '#lib/domain/work.ts';
import { getWork } from '#lib/operations/get-work.ts';
import { doneText, forPage, type SearchParams } from '#lib/server/page.ts';
import { requestContext } from '#lib/server/session.ts';
import { readMentionsAction } from '../_actions/work-actions.ts';
import { PlainFrame } from '../_components/plain-frame.tsx';
import { countText, workItems } from './_components/work-items.ts';

export const metadata: Metadata = { title: 'My work' };

const PATH = '/work';
const DONE: Record<string, string> = { read: 'Marked as read.' };

/** What waits for the reader, over all programs. */
export default async function WorkPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { work, now } = await forPage(PATH, async () => {
    const context = await requestContext();
    return { work: await getWork(context), now: context.now() };
  });
  const done = doneText(await searchParams, DONE);
  const full = WORK_GROUPS.filter((group) => work[group].entries.length > 0);
  const empty = WORK_GROUPS.filter((group) => work[group].entries.length === 0);
  const unread = work.mentions.entries.flatMap(({ mention }) => (mention ? [mention.noteId] : []));
  return (
    <PlainFrame path={PATH}>
      <PageHeader title="My work">
        <p>
          What waits for you in every program you take part in.{' '}
          <AppLink href="/account#messages">Messages to you and when they come</AppLink>
        </p>
      </PageHeader>
      {done && <Notice kind="info" title={done} role="status" />}
      <WorkStrip
        counts={WORK_GROUPS.map((group) => ({
          href: `#${group}`,
          label: workLabels[group],
          count: countText(work[group]),
          nothing: work[group].entries.length === 0,
        }))}
      />
      <div className="stack mt-5">
        {full.map((group) => (
          <WorkGroup
            key={group}
            id={group}
            title={workLabels[group]}
            items={workItems(group, work[group].entries, now)}
            more={work[group].more}
            actions={
              group === 'mentions' && unread.length > 0 ? (
                <ActButton
                  action={readMentionsAction}
                  idempotencyKey={randomUUID()}
                  hidden={{ notes: unread.join(' ') }}
                  keepHref={PATH}
                  says="Mark all mentions as read"
                >
                  Mark all as read
                </ActButton>
              ) : undefined
            }
          />
        ))}
        {empty.length > 0 && (
          <Panel label="Nothing waits here">
            <ul className="plain muted">
              {empty.map((group) => (
                <li key={group}>{nothingThere[group]}</li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </PlainFrame>
  );
}
