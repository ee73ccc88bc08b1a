import type { FormAction } from '#components/ui/form-state.ts';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { ActButton } from './act-form.tsx';

export interface InvitationRow {
  id: string;
  /** For example "Analyst, Reviewer", with "in every program" or the contributor's organization. */
  rolesText: string;
  forText: string;
  madeText: string;
  /** For example "Open until December 1, 2026", "Accepted by Ana Ortiz". */
  stateText: string;
  /** Null: it is closed, or the reader may not withdraw it. */
  idempotencyKey: string | null;
}

export interface InvitationTableProps {
  rows: readonly InvitationRow[];
  /** Receives `invitationId`. */
  action: FormAction;
  keepHref: string;
}

/** Invitations and what became of them. Their links cannot be shown again. */
export function InvitationTable({ rows, action, keepHref }: InvitationTableProps) {
  if (rows.length === 0) return <p className="muted panel-note">None yet.</p>;
  return (
    <Table caption="Invitations">
      <thead>
        <tr>
          <ColumnHead>For</ColumnHead>
          <ColumnHead>Roles</ColumnHead>
          <ColumnHead>State</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.forText}
              <span className="sub-line">{row.madeText}</span>
            </th>
            <Cell label="Roles">{row.rolesText}</Cell>
            <Cell label="State">
              <div className="cell-act">
                <span>{row.stateText}</span>
                {row.idempotencyKey !== null && (
                  <ActButton
                    action={action}
                    idempotencyKey={row.idempotencyKey}
                    hidden={{ invitationId: row.id }}
                    keepHref={keepHref}
                    says={`Withdraw the invitation for ${row.forText} as ${row.rolesText}`}
                  >
                    Withdraw
                  </ActButton>
                )}
              </div>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
