import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';

export interface ApproverRow {
  id: string;
  name: string;
  /** For example "API token, for Ana Ortiz". Null for a person. */
  kindText: string | null;
  grants: readonly { id: string; role: string; text: string }[];
  /** For example "Could approve", or what stood in the way. */
  outcome: string;
  could: boolean;
  tokens: readonly { id: string; text: string }[];
}

/** Everybody who held a role with power over findings, with what stood in the way of some. */
export function ApproverTable({ rows, caption }: { rows: readonly ApproverRow[]; caption: string }) {
  return (
    <Panel label={caption} flush>
      {rows.length === 0 ? (
        <EmptyState title="Nobody held a role with power over findings on that day." />
      ) : (
        <Table caption={caption} captionVisible className="approvers">
          <thead>
            <tr>
              <ColumnHead>Who</ColumnHead>
              <ColumnHead>Role, granted when and by whom</ColumnHead>
              <ColumnHead>On that day</ColumnHead>
              <ColumnHead>Tokens acting for them</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ApproverLine key={row.id} row={row} />
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function ApproverLine({ row }: { row: ApproverRow }) {
  return (
    <tr>
      <th scope="row">
        {row.name}
        {row.kindText && <span className="who-note">{row.kindText}</span>}
      </th>
      <Cell label="Role">
        <ul className="plain">
          {row.grants.map((grant) => (
            <li key={grant.id}>
              <b>{grant.role}</b> <span className="muted small">{grant.text}</span>
            </li>
          ))}
        </ul>
      </Cell>
      <Cell label="On that day">{row.could ? row.outcome : <Tag>{row.outcome}</Tag>}</Cell>
      <Cell label="Tokens">
        {row.tokens.length === 0 ? (
          <span className="muted">None</span>
        ) : (
          <ul className="plain small">
            {row.tokens.map((token) => (
              <li key={token.id}>{token.text}</li>
            ))}
          </ul>
        )}
      </Cell>
    </tr>
  );
}
