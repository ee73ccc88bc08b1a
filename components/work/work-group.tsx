import type { ReactNode } from 'react';
import { FlagTag } from '#components/assessments/flag-tag.tsx';
import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import type { Flag } from '#lib/domain/flag.ts';
import type { Status } from '#lib/domain/status.ts';

export interface WorkItem {
  key: string;
  href: string;
  /** For example "Baltimore: Jail access". */
  title: string;
  programName: string;
  status: Status;
  flags: readonly Flag[];
  /** For example "August 18, 2017"; null without a due date. */
  dueText: string | null;
  /** How far away that is, who asks, what runs out. */
  whyText: string | null;
}

export interface WorkGroupProps {
  id: string;
  title: string;
  items: readonly WorkItem[];
  /** There are more than are listed. */
  more: boolean;
  /** What can be done with all of them at once. */
  actions?: ReactNode;
}

/** One kind of work with its rows, the oldest due date first. */
export function WorkGroup({ id, title, items, more, actions }: WorkGroupProps) {
  return (
    <Panel id={id} label={title} flush className="panel-table">
      <div className="tools">
        <h2>
          {title} <span className="work-count">{more ? `${items.length} and more` : items.length}</span>
        </h2>
        {actions}
      </div>
      <Table caption={title}>
        <thead>
          <tr>
            <ColumnHead>Assessment</ColumnHead>
            <ColumnHead>Status</ColumnHead>
            <ColumnHead>Answers due</ColumnHead>
            <ColumnHead>Why it is here</ColumnHead>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.key}>
              <th scope="row">
                <AppLink href={item.href}>{item.title}</AppLink>
                <span className="sub-line">{item.programName}</span>
              </th>
              <Cell label="Status">
                <StatusLabel status={item.status} />
              </Cell>
              <Cell label="Answers due">{item.dueText ?? <span className="muted">No due date</span>}</Cell>
              <Cell label="Why it is here">
                {item.whyText}
                {item.flags.map((flag) => (
                  <div key={flag}>
                    <FlagTag flag={flag} />
                  </div>
                ))}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
