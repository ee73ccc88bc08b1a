import type { Metadata } from 'next';
import { OutboxTable } from '#components/settings/outbox-table.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatInstant } from '#lib/domain/time.ts';
import { listOutbox } from '#lib/operations/list-outbox.ts';
import { messageState } from '#lib/server/message-words.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { runtime } from '#lib/server/runtime.ts';
import { SettingsFrame } from '../_components/settings-frame.tsx';

export const metadata: Metadata = { title: 'Outbox' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function OutboxPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/settings/outbox`;
  const view = await openProgramPage(slug, {}, path);
  const cursor = param(search, 'cursor') || undefined;
  const list = await forPage(path, () => listOutbox(view.context, slug, cursor ? { cursor } : {}));
  const { zone } = view.program;
  const configured = runtime().settings.mail !== null;
  return (
    <SettingsFrame
      view={view}
      current="outbox"
      path={path}
      search={search}
      title="Outbox"
      lead={
        configured
          ? 'Messages to the people of this program and what became of each. What a message says is shown to whoever it was written for.'
          : 'E-mail is not configured, so messages stay here. Each can be read by whoever it was written for, on the page of the account.'
      }
    >
      <Panel label="Messages" flush>
        <OutboxTable
          rows={list.items.map((item) => ({
            id: item.id,
            subject: item.subject,
            to: item.to ?? 'Nobody in particular',
            recipient: item.recipient,
            createdText: formatInstant(item.createdAt, zone),
            stateText: messageState(item, zone),
            errorText: item.lastError,
          }))}
        />
        {(list.nextCursor || cursor) && (
          <div className="panel-foot">
            <Pagination
              text={`${list.items.length} on this page`}
              nextHref={list.nextCursor && href(path, { cursor: list.nextCursor })}
              firstHref={cursor ? path : null}
            />
          </div>
        )}
      </Panel>
    </SettingsFrame>
  );
}
