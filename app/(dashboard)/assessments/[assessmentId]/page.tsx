import type { Metadata } from 'next';
import { AssessmentHeader } from '#components/assessments/assessment-header.tsx';
import { ConditionText } from '#components/assessments/condition-text.tsx';
import { DeadlinePanel } from '#components/assessments/deadline-panel.tsx';
import { HistoryList } from '#components/assessments/history-list.tsx';
import { Positions } from '#components/assessments/positions.tsx';
import { WhoMustAct } from '#components/assessments/who-must-act.tsx';
import { RecordEntryList } from '#components/record/record-entry-list.tsx';
import { ResponseList } from '#components/record/response-list.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SideColumns } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { getAssessmentPage } from '#lib/operations/get-assessment-page.ts';
import { forPage, param, type SearchParams, viewOf } from '#lib/server/page.ts';
import { requestContext } from '#lib/server/session.ts';
import { uploadReturn } from '#lib/server/upload-return.ts';
import { ProgramFrame } from '../../_components/program-frame.tsx';
import { deadlineProps } from '../../programs/[program]/_components/dashboard-panels.ts';
import { entriesFor, headerProps, positionsOf } from './_components/assessment-view.ts';
import { AssigneePanel } from './_components/assignee-panel.tsx';
import { DisputeArea } from './_components/dispute-area.tsx';
import { EvidencePanel } from './_components/evidence-panel.tsx';
import { ExchangePanel } from './_components/exchange-panel.tsx';
import { historyEvents } from './_components/history.ts';
import { MoreTime } from './_components/more-time.tsx';
import { NotesPanel } from './_components/notes-panel.tsx';
import { Reliances } from './_components/reliances.tsx';
import { RemindersPanel } from './_components/reminders.tsx';
import { whoMustAct } from './_components/who.ts';
import { WorkArea } from './_components/work-area.tsx';

interface Props {
  params: Promise<{ assessmentId: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Assessment' };

export default async function AssessmentRoute({ params, searchParams }: Props) {
  const { assessmentId } = await params;
  const search = await searchParams;
  const path = `/assessments/${assessmentId}`;
  const { view, data } = await forPage(path, async () => {
    const context = await requestContext();
    const { program } = await getAssessmentPage(context, assessmentId, {});
    const opened = await viewOf(context, program, search);
    return { view: opened, data: await getAssessmentPage(context, assessmentId, { asOf: opened.asOf, knownAt: opened.knownAt }) };
  });
  const titles = { [data.condition.ref]: data.condition.title };
  const responses = data.responses.filter((response) => response.answers.some((answer) => answer.conditionRef === data.condition.ref));
  const isDisputed = data.row.flags.includes('disputed');
  const disputes = <DisputeArea data={data} view={view} path={path} />;
  return (
    <ProgramFrame view={view} current={null} path={path}>
      {param(search, 'done') === '1' && <Notice kind="info" title="Recorded." role="status" />}
      <AssessmentHeader {...headerProps(data, view)} />
      <SideColumns
        wide
        aside={
          <>
            {data.deadline && <DeadlinePanel {...deadlineProps(data.deadline, view, data.requests[0]?.sentOn ?? null)} />}
            <MoreTime view={view} assessmentId={assessmentId} applicationId={data.row.subject.id} />
            <WhoMustAct rows={whoMustAct(data, view)} />
            <AssigneePanel row={data.row} view={view} />
            <Positions positions={positionsOf(data)} />
            <ConditionText condition={data.condition} />
          </>
        }
      >
        {isDisputed && disputes}
        <WorkArea data={data} view={view} path={path} uploaded={uploadReturn(search)} />
        {!isDisputed && disputes}
        <ExchangePanel view={view} assessmentId={assessmentId} path={path} />
        <Reliances data={data} view={view} path={path} />
        <EvidencePanel data={data} view={view} path={path} />
        <NotesPanel assessmentId={data.row.id} view={view} />
        <Panel title="History">
          <HistoryList events={historyEvents(data, view)} />
        </Panel>
        <Panel title="Letters received">
          <ResponseList
            responses={responses.map((response) => ({
              ...response,
              answers: response.answers.filter((answer) => answer.conditionRef === data.condition.ref),
            }))}
            conditionTitles={titles}
          />
        </Panel>
        <RemindersPanel assessmentId={data.row.id} view={view} />
        <Panel title="Statements and facts on record">
          <RecordEntryList entries={entriesFor(data)} />
        </Panel>
      </SideColumns>
    </ProgramFrame>
  );
}
