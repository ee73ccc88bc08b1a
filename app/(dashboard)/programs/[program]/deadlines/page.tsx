import type { Metadata } from 'next';
import { DeadlineList } from '#components/deadlines/deadline-list.tsx';
import { ExtensionList } from '#components/deadlines/extension-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { listDeadlines } from '#lib/operations/list-deadlines.ts';
import { doneText, forPage, href, mayWrite, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';
import { DeadlineForms } from './_components/deadline-forms.tsx';
import { deadlineItems, evidenceHref, extensionItem } from './_components/deadline-items.ts';

export const metadata: Metadata = { title: 'Deadlines' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

const DONE: Record<string, string> = {
  asked: 'The request is recorded. The date moves once it is granted.',
  granted: 'Granted. The new date counts from the day of the decision.',
  refused: 'Refused. The date stays as it is.',
  withdrawn: 'The request is taken back.',
  added: 'The deadline is recorded.',
};

export default async function DeadlinesPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/deadlines`;
  const view = await openProgramPage(slug, search, path);
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const data = await forPage(path, () => listDeadlines(view.context, slug, moment));
  const done = doneText(search, DONE);
  const decides = mayWrite(view, 'decide_extension') || mayWrite(view, 'ask_extension');
  return (
    <ProgramFrame view={view} current="deadlines" path={path}>
      <PageHeader title="Deadlines">
        <p className="muted page-lead">
          The dates that count, with every step that led to them. What is for one applicant stands on the page of the assessment.
        </p>
      </PageHeader>
      {done && <Notice kind="info" title={done} role="status" />}
      <div className="stack mt-5">
        <DeadlineForms view={view} data={data} search={search} path={path} />
        <Panel
          title="Dates"
          actions={
            mayWrite(view, 'set_deadline') && (
              <AppLink className="btn btn-small" href={href(path, { form: 'add' })}>
                Add a deadline
              </AppLink>
            )
          }
        >
          <DeadlineList items={deadlineItems(data.deadlines, view)} />
        </Panel>
        <Panel
          title="More time"
          actions={
            mayWrite(view, 'ask_extension') && (
              <AppLink className="btn btn-small" href={href(path, { form: 'ask' })}>
                Ask for more time
              </AppLink>
            )
          }
        >
          <ExtensionList
            evidenceHref={evidenceHref(view)}
            items={data.extensions.map((one) =>
              extensionItem(one, view.program.zone, decides ? href(path, { decide: one.id }) : undefined),
            )}
          />
        </Panel>
      </div>
    </ProgramFrame>
  );
}
