import type { Metadata } from 'next';
import { AppLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader, SideColumns } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { receiptNumber } from '#lib/domain/receipt.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import { getOrganizationPage } from '#lib/operations/get-organization-page.ts';
import { doneText, forPage, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { receiptPath } from '../../../_actions/organization-paths.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';
import { SubjectSection } from './_components/subject-section.tsx';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Your answers' };

const DONE: Record<string, string> = {
  objected: 'Your objection is recorded.',
  asked: 'Your question was sent.',
  discarded: 'The draft was thrown away.',
  time: 'You asked for more time. The date stays until it is decided.',
};

export default async function YourAnswersPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/organization`;
  const view = await openProgramPage(slug, search, path);
  const page = await forPage(path, () => getOrganizationPage(view.context, slug, { asOf: view.asOf, knownAt: view.knownAt }));
  const receipts = page.subjects.flatMap((subject) => subject.receipts);
  const done = doneText(search, DONE);
  return (
    <ProgramFrame view={view} current="organization" path={path}>
      {done && <Notice kind="info" title={done} role="status" />}
      <PageHeader title="Your answers">
        <p className="muted page-lead">
          {page.organization ? `${page.organization}. ` : ''}You see what concerns your organization alone. What you prepare here is seen by
          nobody else until you submit it.
        </p>
      </PageHeader>
      {page.subjects.length === 0 ? (
        <EmptyState title="Nothing is asked of you">
          {page.organization ? 'Your organization takes no part in this program yet.' : 'Your account belongs to no organization here.'}
        </EmptyState>
      ) : (
        <SideColumns
          wide
          aside={
            <Panel title="Receipts">
              {receipts.length === 0 && <p className="muted">You submitted nothing yet.</p>}
              <ul>
                {receipts.map((receipt) => (
                  <li key={receipt.responseId}>
                    <AppLink href={receiptPath(slug, receipt.responseId)}>{receiptNumber(receipt.number)}</AppLink>
                    <span className="muted small">
                      {' '}
                      {formatDate(localDateOf(receipt.recordedAt, page.program.zone), 'long')}
                      {receipt.recall && ', recalled'}
                    </span>
                  </li>
                ))}
              </ul>
            </Panel>
          }
        >
          {page.subjects.map((subject) => (
            <SubjectSection key={subject.id} page={page} subject={subject} />
          ))}
        </SideColumns>
      )}
    </ProgramFrame>
  );
}
