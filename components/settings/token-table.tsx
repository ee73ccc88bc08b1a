import { EmptyState } from '#components/ui/empty-state.tsx';
import type { FormAction } from '#components/ui/form-state.ts';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { ActButton } from './act-form.tsx';

export interface TokenRow {
  id: string;
  name: string;
  /** For example `pvo_12ab34cd56ef…`. */
  prefixText: string;
  /** For whom it acts, or what it reaches. */
  forText: string;
  rolesText: string;
  /** For example "Works until February 22, 2027", "Revoked by Ana Ortiz". */
  stateText: string;
  madeText: string;
  /** Null: it has stopped, or the reader may not revoke it. */
  idempotencyKey: string | null;
}

export interface TokenTableProps {
  rows: readonly TokenRow[];
  /** Receives `tokenId`. */
  action: FormAction;
  keepHref: string;
  /** What `forText` says: for whom a token acts, or among one's own, what it reaches. */
  forLabel?: string | undefined;
}

/** API tokens, the newest first. Their secrets cannot be shown again. */
export function TokenTable({ rows, action, keepHref, forLabel = 'Acts for' }: TokenTableProps) {
  if (rows.length === 0)
    return <EmptyState title="No token yet">A token lets a program of yours read or write through the HTTP API in your name.</EmptyState>;
  return (
    <Table caption="API tokens">
      <thead>
        <tr>
          <ColumnHead>Token</ColumnHead>
          <ColumnHead>{forLabel}</ColumnHead>
          <ColumnHead>May do what these may</ColumnHead>
          <ColumnHead>State</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.name}
              <span className="sub-line">
                <code>{row.prefixText}</code> · {row.madeText}
              </span>
            </th>
            <Cell label={forLabel}>{row.forText}</Cell>
            <Cell label="May do what these may">{row.rolesText}</Cell>
            <Cell label="State">
              <div className="cell-act">
                <span>{row.stateText}</span>
                {row.idempotencyKey !== null && (
                  <ActButton
                    action={action}
                    idempotencyKey={row.idempotencyKey}
                    hidden={{ tokenId: row.id }}
                    keepHref={keepHref}
                    says={`Revoke ${row.name}`}
                  >
                    Revoke
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
