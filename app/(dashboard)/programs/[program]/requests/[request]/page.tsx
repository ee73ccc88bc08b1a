import type { Metadata } from 'next';
import { RecipientTable } from '#components/letters/recipient-table.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SideColumns } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { RecipientView } from '#lib/domain/letter.ts';
import { getRequest } from '#lib/operations/get-request.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { LettersFrame } from '../_components/letters-frame.tsx';
import { RequestAside, RequestTools, RescissionNotice } from '../_components/request-aside.tsx';

export const metadata: Metadata = { title: 'Letter sent' };

interface Props {
  params: Promise<{ program: string; request: string }>;
  searchParams: Promise<SearchParams>;
}

const SHOWS = ['unanswered', 'partly', 'answered'] as const;

const shortLabels = { unanswered: 'No answer', partly: 'In part', answered: 'Answered' };

const isShown = (show: (typeof SHOWS)[number] | undefined) => (row: RecipientView) =>
  show === undefined || (row.state === show && row.replacedBy === null);

export default async function RequestPage({ params, searchParams }: Props) {
  const { program: slug, request: id } = await params;
  const search = await searchParams;
  const base = `/programs/${slug}/requests`;
  const path = `${base}/${id}`;
  const view = await openProgramPage(slug, search, path);
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const page = await forPage(base, () => getRequest(view.context, id, { ...moment, program: view.program.id }));
  const { request, recipients } = page;
  const show = SHOWS.find((state) => state === param(search, 'show'));
  const rows = recipients.filter(isShown(show));
  return (
    <LettersFrame
      view={view}
      current="sent"
      path={path}
      params={show ? { show } : {}}
      title={request.title}
      lead={<RequestTools request={request} view={view} base={base} />}
      done={param(search, 'done')}
    >
      <RescissionNotice rescission={request.rescission} />
      <SideColumns aside={<RequestAside request={request} view={view} base={base} />}>
        <Panel
          title="Recipients"
          flush
          className="recipients-panel"
          actions={
            <div className="row">
              <Chip href={href(path, moment)} current={!show}>
                All · {recipients.length}
              </Chip>
              {SHOWS.map((state) => (
                <Chip key={state} href={href(path, { ...moment, show: state })} current={state === show}>
                  {shortLabels[state]} · {recipients.filter(isShown(state)).length}
                </Chip>
              ))}
            </div>
          }
        >
          {rows.length === 0 ? (
            <EmptyState title="Nobody here." />
          ) : (
            <RecipientTable
              momentQuery={view.momentQuery}
              rows={rows.map((row) => ({
                ...row,
                rescinded: request.rescission !== null,
                letterHref: row.hasText ? `${path}/letters/${row.organization.id}` : null,
                replacedHref: row.replacedBy && href(`${base}/${row.replacedBy.id}`, moment),
              }))}
            />
          )}
        </Panel>
        <Panel title="Questions">
          <ol className="questions">
            {request.questions.map((question) => (
              <li key={question.conditionRef}>
                <p className="quote">{question.wording}</p>
                <p className="muted small">
                  {question.conditionTitle}
                  {!question.tracked && ' · recorded, not tracked'}
                </p>
              </li>
            ))}
          </ol>
          {request.questions.length === 0 && <p className="muted">Their words are not on record.</p>}
        </Panel>
      </SideColumns>
    </LettersFrame>
  );
}
