import type { Metadata } from 'next';
import { DeadlinePanel } from '#components/assessments/deadline-panel.tsx';
import { Matrix } from '#components/assessments/matrix.tsx';
import { OtherApplications } from '#components/assessments/other-applications.tsx';
import { AttentionList, LatestList } from '#components/assessments/side-lists.tsx';
import { SummaryStrip } from '#components/assessments/summary-strip.tsx';
import { PageHeader, SideColumns } from '#components/ui/page-header.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { getDashboard } from '#lib/operations/get-dashboard.ts';
import { assessmentQuery } from '#lib/server/assessment-query.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../_components/program-frame.tsx';
import { attentionItems, deadlineProps, latestItems, summaryItems } from './_components/dashboard-panels.ts';
import { DashboardTools, sortLinks } from './_components/dashboard-tools.tsx';
import { matrixRows } from './_components/matrix-rows.ts';
import { otherApplications } from './_components/others.ts';
import { LetterRecorded, NothingHere } from './_components/outcomes.tsx';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Dashboard' };

export default async function DashboardPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}`;
  const view = await openProgramPage(slug, search, path);
  const { query, params: kept } = assessmentQuery(search, view);
  const data = await forPage(path, () => getDashboard(view.context, slug, query));
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const deadline = data.deadlines[0];
  const tracked = data.conditions.filter((condition) => condition.tracked);
  return (
    <ProgramFrame view={view} current="dashboard" path={path} params={kept}>
      <PageHeader
        above={[view.program.agency, view.program.office].filter(Boolean).join(' · ')}
        title={view.program.name}
        aside={deadline && <DeadlinePanel {...deadlineProps(deadline, view, tracked[0]?.citedOn ?? null)} />}
      >
        <p className="muted page-lead">{view.program.summary}</p>
      </PageHeader>
      <LetterRecorded count={param(search, 'recorded')} />
      <SummaryStrip items={summaryItems(data, view)} />
      <SideColumns
        aside={
          <>
            <AttentionList items={attentionItems(data, view)} />
            <LatestList items={latestItems(data, view)} />
          </>
        }
      >
        <Matrix
          conditions={tracked}
          rows={matrixRows(data, view)}
          sort={sortLinks(view, kept)}
          decisionWord="Department's decision"
          tools={<DashboardTools view={view} kept={kept} />}
          empty={<NothingHere filtered={Object.keys(kept).length > 0} />}
          footer={
            data.list.nextCursor && (
              <Pagination
                nextHref={href(path, { ...kept, ...moment, cursor: data.list.nextCursor })}
                text={`${data.list.items.length} assessments shown`}
              />
            )
          }
        />
        {data.others.length > 0 && <OtherApplications {...otherApplications(data.others, view)} />}
      </SideColumns>
    </ProgramFrame>
  );
}
