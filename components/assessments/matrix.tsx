import type { ReactNode } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { Cell, ColumnHead, type ColumnSort, Table } from '#components/ui/table.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import { MatrixCellView } from './matrix-cell.tsx';
import type { MatrixRow } from './matrix-row.ts';

export interface MatrixProps {
  conditions: readonly { ref: string; title: string }[];
  rows: readonly MatrixRow[];
  /** Links that sort, by column: `applicant` or the reference of a condition. */
  sort?: Readonly<Record<string, ColumnSort>> | undefined;
  /** "City" unless the program's applicants are something else. */
  applicantWord?: string | undefined;
  /** Whose decision the last column holds, for example "Department's decision". */
  decisionWord?: string | undefined;
  /** Above the table: record a letter, filters, jumps. */
  tools?: ReactNode;
  /** Below it: paging, the list of other applications. */
  footer?: ReactNode;
  /** Instead of the table when there are no rows. */
  empty?: ReactNode;
}

function RowHead({ row }: { row: MatrixRow }) {
  return (
    <th scope="row">
      <AppLink className="plain-link" href={row.href}>
        {row.name}
      </AppLink>{' '}
      <span className="matrix-state">{row.state}</span>
      {row.detail && <span className="matrix-detail">{row.detail}</span>}
    </th>
  );
}

function Decision({ decision }: { decision: MatrixRow['decision'] }) {
  if (!decision) return <span className="muted">None found</span>;
  return (
    <>
      {decision.href ? <AppLink href={decision.href}>{decision.label}</AppLink> : decision.label}
      {decision.note && <span className="matrix-line muted">{decision.note}</span>}
    </>
  );
}

/** Every applicant by every condition, with the funder's own decision beside it: the first thing to read. */
export function Matrix(props: MatrixProps) {
  const { conditions, rows, sort = {}, applicantWord = 'City', decisionWord = "Department's decision" } = props;
  return (
    <section className="panel" aria-label="Conditions by applicant">
      {props.tools && <div className="tools">{props.tools}</div>}
      {rows.length === 0 && props.empty ? (
        props.empty
      ) : (
        <Table
          caption={`Where each ${applicantWord.toLowerCase()} stands on each condition`}
          className={`matrix matrix-${Math.min(conditions.length, 4)}`}
        >
          <thead>
            <tr>
              <ColumnHead sort={sort.applicant} className="matrix-first">
                {applicantWord}
              </ColumnHead>
              {conditions.map((condition) => (
                <ColumnHead key={condition.ref} sort={sort[condition.ref]}>
                  {condition.title}
                </ColumnHead>
              ))}
              <ColumnHead className="matrix-last">{decisionWord}</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.applicationId}>
                <RowHead row={row} />
                {conditions.map((condition) => {
                  const cell = row.cells[condition.ref];
                  return (
                    <Cell key={condition.ref} label={condition.title}>
                      {cell ? <MatrixCellView cell={cell} about={`${row.name}, ${condition.title}`} /> : <NotTracked />}
                    </Cell>
                  );
                })}
                <Cell label={decisionWord} className="matrix-decision">
                  <Decision decision={row.decision} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {props.footer && <div className="panel-foot">{props.footer}</div>}
    </section>
  );
}

function NotTracked() {
  return (
    <span className="muted">
      <span aria-hidden="true">–</span>
      <VisuallyHidden>No assessment</VisuallyHidden>
    </span>
  );
}
