import { EvidenceTable } from '#components/record/evidence-table.tsx';
import { RecordEntryList } from '#components/record/record-entry-list.tsx';
import { ResponseList } from '#components/record/response-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { ApplicationDossier } from '#lib/operations/get-application.ts';
import type { PageView } from '#lib/server/page.ts';
import { entriesFor } from '../../../record/_components/entry-words.ts';
import { ApplicationPositions } from './application-positions.tsx';
import { AssessmentTable } from './assessment-table.tsx';
import { RequestList } from './request-list.tsx';

export interface ApplicationPartProps {
  data: ApplicationDossier;
  view: PageView;
}

/** What was asked of one applicant, what came back, and what the record says. */
export function ApplicationMain({ data, view }: ApplicationPartProps) {
  const { name } = data.application.jurisdiction;
  const titles = Object.fromEntries(
    data.conditions.map((condition) => [condition.ref, condition.tracked ? condition.title : `${condition.title} (recorded, not tracked)`]),
  );
  const applicationHref = (id: string) => `/programs/${view.program.slug}/applications/${id}${view.momentQuery}`;
  const byId = new Map(data.assessments.map((row) => [row.id, row]));
  const links = Object.fromEntries(
    data.evidence.map((item) => [
      item.id,
      item.assessmentIds.flatMap((id) => {
        const row = byId.get(id);
        return row ? [{ label: row.condition.title, href: `/assessments/${id}${view.momentQuery}` }] : [];
      }),
    ]),
  );
  return (
    <>
      <AssessmentTable data={data} view={view} />
      {data.application.letterOnRecord && (
        <Panel title="What was asked">
          <RequestList requests={data.requests} conditions={data.conditions} applicant={name} />
        </Panel>
      )}
      {data.application.letterOnRecord && (
        <Panel title="Letters that came in">
          {data.responses.length === 0 ? (
            <p className="muted">No letter from {name} is on record by this day.</p>
          ) : (
            <ResponseList responses={data.responses} conditionTitles={titles} />
          )}
        </Panel>
      )}
      <ApplicationPositions data={data} />
      <Panel title={`Dated facts about ${name}`}>
        <RecordEntryList
          entries={entriesFor(data.application.id, data.entries)}
          applicationHref={applicationHref}
          emptyText={`No dated fact about ${name} is on record by this day.`}
        />
      </Panel>
      {data.laterReports.length > 0 && (
        <Panel title="Later reports">
          <p className="muted small">Reported after the answers were due. They are not answers.</p>
          <RecordEntryList entries={entriesFor(data.application.id, data.laterReports)} />
        </Panel>
      )}
      {data.application.letterOnRecord && (
        <EvidenceTable
          evidence={data.evidence}
          links={links}
          tools={<h2>Evidence</h2>}
          today={data.moment.asOfOn}
          itemHref={(id) => `/programs/${data.program.slug}/evidence/${id}${view.momentQuery}`}
        />
      )}
    </>
  );
}
