import { AppLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';

export interface MemberRow {
  id: string;
  name: string;
  href: string;
  email: string | null;
  isSelf: boolean;
  disabledText: string | null;
  /** For example "November 24, 2026, 9:10 AM Eastern"; null: no session is left. */
  lastSeenText: string | null;
  roles: readonly MemberRole[];
}

export interface MemberRole {
  id: string;
  label: string;
  /** For example "in every program", or the contributor's organization. */
  where: string | null;
  /** For example "since August 3, 2026, by Rosa Root". */
  sinceText: string;
}

/** The people of a program, one line each; what can be done about somebody is on his own page. */
export function MemberTable({ rows }: { rows: readonly MemberRow[] }) {
  if (rows.length === 0) return <EmptyState title="Nobody holds a role here.">Invite somebody.</EmptyState>;
  return (
    <Table caption="Members" className="members">
      <thead>
        <tr>
          <ColumnHead>Person</ColumnHead>
          <ColumnHead>Roles</ColumnHead>
          <ColumnHead>Last seen</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <AppLink href={row.href}>{row.name}</AppLink>
              {row.isSelf && <span className="muted"> (you)</span>}
              {row.disabledText && (
                <>
                  {' '}
                  <Tag variant="due">Disabled</Tag>
                </>
              )}
              {row.email && <span className="sub-line">{row.email}</span>}
            </th>
            <Cell label="Roles">
              <ul className="plain">
                {row.roles.map((role) => (
                  <li key={role.id}>
                    <b>{role.label}</b>
                    {role.where && ` ${role.where}`} <span className="muted small">{role.sinceText}</span>
                  </li>
                ))}
              </ul>
              {row.roles.length === 0 && <span className="muted">None here</span>}
            </Cell>
            <Cell label="Last seen">{row.lastSeenText ?? <span className="muted">Not signed in</span>}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
