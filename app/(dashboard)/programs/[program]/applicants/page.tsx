import type { Metadata } from 'next';
import { OtherApplications } from '#components/assessments/other-applications.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { listApplicants } from '#lib/operations/list-applicants.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';
import { otherApplications } from '../_components/others.ts';
import { ApplicantFilters } from './_components/applicant-filters.tsx';
import { ApplicantTable } from './_components/applicant-table.tsx';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Applicants' };

export default async function ApplicantsPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/applicants`;
  const view = await openProgramPage(slug, search, path);
  const kept = { q: param(search, 'q').trim(), state: param(search, 'state') };
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const cursor = param(search, 'cursor') || undefined;
  const list = await forPage(path, () => listApplicants(view.context, slug, { ...kept, ...moment, cursor }));
  const asked = list.items.filter((item) => item.application.letterOnRecord);
  const others = list.items.filter((item) => !item.application.letterOnRecord).map((item) => item.application);
  return (
    <ProgramFrame view={view} current="applicants" path={path} params={kept}>
      <PageHeader title="Applicants">
        <p>
          Each place that was sent a letter, with where it stands on the tracked conditions, and the places selected without one on record.
        </p>
      </PageHeader>
      <div className="stack">
        <ApplicantFilters action={path} kept={kept} moment={moment} states={list.states} />
        {list.items.length === 0 && (
          <EmptyState title="No applicant fits.">
            {kept.q || kept.state ? 'Start over to see all of them.' : 'None was on record at this moment.'}
          </EmptyState>
        )}
        {asked.length > 0 && <ApplicantTable items={asked} conditions={list.conditions} view={view} />}
        {others.length > 0 && <OtherApplications {...otherApplications(others, view)} open />}
        {(list.nextCursor || cursor) && (
          <Pagination
            nextHref={list.nextCursor && href(path, { ...kept, ...moment, cursor: list.nextCursor })}
            firstHref={cursor ? href(path, { ...kept, ...moment }) : null}
            text={`${list.items.length} applicants on this page`}
          />
        )}
      </div>
    </ProgramFrame>
  );
}
