import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { OUTCOMES, type Outcome, type Stance } from '#lib/domain/reliance.ts';
import { isClosed, type Status, statusRules } from '#lib/domain/status.ts';

export interface WouldRow {
  assessmentId: string;
  name: string;
  href: string;
  status: Status;
  stance: Stance;
  withOthers: number;
  would: Record<Outcome, Status>;
}

/** More rows than this help nobody on one page; the sums above them count all. */
const SHOWN = 200;
/** From met to furthest from it, as people ask. */
const ASKED = OUTCOMES.toReversed();

/** Why a row would stay whatever is found. */
function staysWords({ status, stance }: WouldRow): string | null {
  if (isClosed(status)) return statusRules[status].label.toLowerCase();
  if (stance === 'direct') return 'direct finding';
  return stance === 'aside' ? 'taken up for a finding of its own' : null;
}

function Would({ row, finding }: { row: WouldRow; finding: Outcome }) {
  const next = row.would[finding];
  if (next === row.status) return <span className="would-same">no change</span>;
  return <StatusLabel status={next} />;
}

/** Who relies on an operator's assessment, and where each would stand with another finding. Nothing here is a finding. */
export function WouldChange({
  id,
  condition,
  operator,
  rows,
}: {
  id: string;
  condition: string;
  operator: string;
  rows: readonly WouldRow[];
}) {
  const changing = (finding: Outcome) => rows.filter((row) => row.would[finding] !== row.status).length;
  return (
    <Panel label={`What would change: ${condition}`} id={id} flush>
      <div className="tools">
        <h2>What would change: {condition}</h2>
      </div>
      <p className="muted small panel-note">
        {rows.length === 1 ? '1 assessment relies' : `${rows.length} assessments rely`} on this one of {operator}.{' '}
        {ASKED.map((finding) => `If ${statusRules[finding].label.toLowerCase()}: ${changing(finding)} would change.`).join(' ')} This is
        arithmetic, not a finding.
      </p>
      <Table caption={`What would change: ${condition}`}>
        <thead>
          <tr>
            <ColumnHead>Relies on it</ColumnHead>
            <ColumnHead>Stands at</ColumnHead>
            {ASKED.map((finding) => (
              <ColumnHead key={finding}>If {statusRules[finding].label.toLowerCase()}</ColumnHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row) => (
            <tr key={row.assessmentId}>
              <th scope="row">
                <AppLink className="plain-link" href={row.href}>
                  {row.name}
                </AppLink>
                {row.withOthers > 0 && (
                  <span className="source-about">with {row.withOthers === 1 ? 'another body' : `${row.withOthers} others`}</span>
                )}
              </th>
              <Cell label="Stands at">
                <StatusLabel status={row.status} />
                {staysWords(row) && <span className="source-about">{staysWords(row)}</span>}
              </Cell>
              {ASKED.map((finding) => (
                <Cell key={finding} label={`If ${statusRules[finding].label.toLowerCase()}`}>
                  <Would row={row} finding={finding} />
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      {rows.length > SHOWN && (
        <p className="muted small panel-note">
          The first {SHOWN} of {rows.length} by name.
        </p>
      )}
    </Panel>
  );
}
