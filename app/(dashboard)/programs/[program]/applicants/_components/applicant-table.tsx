import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { answerLabels } from '#lib/domain/answer.ts';
import { NOT_A_DECISION } from '#lib/domain/eligibility.ts';
import type { ConditionView, FunderDecisionView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';
import type { Applicant } from '#lib/operations/list-applicants.ts';
import type { PageView } from '#lib/server/page.ts';

export interface ApplicantTableProps {
  items: readonly Applicant[];
  conditions: readonly ConditionView[];
  view: PageView;
}

/** Applicants with a letter on record: each tracked condition, what they add up to, and beside it what the funder decided. */
export function ApplicantTable({ items, conditions, view }: ApplicantTableProps) {
  const tracked = conditions.filter((condition) => condition.tracked);
  return (
    <Panel label="Applicants with a letter on record" flush>
      <Table caption="Applicants with a letter on record">
        <thead>
          <tr>
            <ColumnHead>Applicant</ColumnHead>
            {tracked.map((condition) => (
              <ColumnHead key={condition.ref}>{condition.title}</ColumnHead>
            ))}
            <ColumnHead>What they add up to</ColumnHead>
            <ColumnHead>Department's decision</ColumnHead>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <ApplicantRow key={item.application.id} item={item} conditions={tracked} view={view} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function ApplicantRow({ item, conditions, view }: { item: Applicant; conditions: readonly ConditionView[]; view: PageView }) {
  const { application, eligibility } = item;
  const { name, state } = application.jurisdiction;
  return (
    <tr>
      <th scope="row">
        <AppLink className="plain-link" href={`/programs/${view.program.slug}/applications/${application.id}${view.momentQuery}`}>
          {name}
        </AppLink>{' '}
        <span className="muted">{state}</span>
        <span className="source-about font-normal">{application.organization.name}</span>
      </th>
      {conditions.map((condition) => (
        <Cell key={condition.ref} label={condition.title}>
          <ConditionStanding item={item} conditionRef={condition.ref} view={view} />
        </Cell>
      ))}
      <Cell label="What they add up to">
        {eligibility ? eligibility.label : 'Nothing to add up'}
        <span className="source-about">{NOT_A_DECISION}</span>
      </Cell>
      <Cell label="Department's decision">
        <Decisions decisions={application.decisions} />
      </Cell>
    </tr>
  );
}

function ConditionStanding({ item, conditionRef, view }: { item: Applicant; conditionRef: string; view: PageView }) {
  const line = item.assessments.find((assessment) => assessment.condition.ref === conditionRef);
  if (!line) return <span className="muted">No assessment</span>;
  return (
    <>
      <AppLink className="status-link" href={`/assessments/${line.id}${view.momentQuery}`}>
        <StatusLabel status={line.status} />
      </AppLink>
      {line.answer && <span className="source-about">Applicant says: {answerLabels[line.answer]}</span>}
    </>
  );
}

function Decisions({ decisions }: { decisions: readonly FunderDecisionView[] }) {
  if (decisions.length === 0) return <span className="muted">None found</span>;
  return (
    <ul className="plain">
      {decisions.map((decision) => (
        <li key={decision.id}>
          {decision.label}
          <span className="source-about">
            {decision.kind === 'report' ? 'report of ' : ''}
            {formatDate(decision.decidedOn, 'long')}
            {decision.attributedTo && ` · ${decision.attributedTo}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
