import type { ReactElement } from 'react';
import { gradeLabel } from '#components/record/fact-words.ts';
import { AppLink } from '#components/ui/app-link.tsx';
import { statusRules } from '#lib/domain/status.ts';
import './timeline.css';
import { extentOf, parseDay, shortDate, spellDay } from './day.ts';
import { SourceList } from './source-list.tsx';
import { byTime } from './stacks.ts';
import { KindWord } from './timeline-detail.tsx';
import type { Lane, TimelineData, TimelineItem } from './types.ts';

interface TableRow {
  item: TimelineItem;
  lanes: string[];
  bodies: string[];
}

/** One row per fact; a fact that concerns several cities names them all. */
const rowsOf = (lanes: readonly Lane[]): TableRow[] => {
  const rows = new Map<string, TableRow>();
  const add = (item: TimelineItem, lane: Lane, body: string | null): void => {
    const row = rows.get(item.id) ?? { item, lanes: [], bodies: [] };
    if (!row.lanes.includes(lane.name)) row.lanes.push(lane.name);
    if (body !== null && !row.bodies.includes(body)) row.bodies.push(body);
    rows.set(item.id, row);
  };
  for (const lane of lanes) {
    for (const item of lane.items) add(item, lane, null);
    for (const item of lane.bodyItems) add(item, lane, lane.control);
  }
  return [...rows.values()].sort((a, b) => byTime(a.item, b.item));
};

/** An empty cell keeps its place in the table and takes none on a card. */
const Cell = ({ label, text }: { label: string; text: string | null }): ReactElement => (
  <td data-label={label} className={text === null ? 'tl-none' : undefined}>
    {text ?? '–'}
  </td>
);

const FactRow = ({
  row: { item, lanes, bodies },
  later,
  href,
}: {
  row: TableRow;
  later: boolean;
  href: string | undefined;
}): ReactElement => (
  <tr className={later ? 'tl-tr-later' : undefined}>
    <th scope="row" data-label="Date">
      <time dateTime={item.date}>{shortDate(item)}</time>
      {later && <span className="tl-tag">after the chosen day</span>}
    </th>
    <td data-label="Lane">{lanes.join(', ')}</td>
    <Cell label="Body in control" text={bodies.length === 0 ? null : bodies.join(', ')} />
    <td data-label="Kind">
      <KindWord item={item} />
    </td>
    <td data-label="Fact" className="tl-fact">
      {href === undefined ? item.text : <AppLink href={href}>{item.text}</AppLink>}
    </td>
    <Cell label="Attributed to" text={item.attributedTo} />
    <Cell label="Grade" text={item.grade === null ? null : gradeLabel(item.grade)} />
    <td data-label="Sources">
      <SourceList sources={item.sources} />
    </td>
  </tr>
);

const spellUntil = (to: string | null): string => (to === null ? 'still holds' : spellDay(parseDay(to) - 1));

const StatusTable = ({ data }: { data: TimelineData }): ReactElement => (
  <table className="tl-table">
    <caption>Status of each condition, {data.asOf.text}</caption>
    <thead>
      <tr>
        <th scope="col">Lane</th>
        <th scope="col">Condition</th>
        <th scope="col">Status</th>
        <th scope="col">From</th>
        <th scope="col">Until</th>
      </tr>
    </thead>
    <tbody>
      {data.lanes.flatMap((lane) =>
        lane.bands.flatMap((band) =>
          band.segments.map((segment) => (
            <tr key={`${lane.id}${band.conditionRef}${segment.from ?? ''}${segment.status}`}>
              <th scope="row" data-label="Lane">
                {lane.name}
              </th>
              <td data-label="Condition">{band.title}</td>
              <td data-label="Status">{statusRules[segment.status].label}</td>
              <td data-label="From">{segment.from === null ? 'the beginning' : spellDay(parseDay(segment.from))}</td>
              <td data-label="Until">{spellUntil(segment.to)}</td>
            </tr>
          )),
        ),
      )}
    </tbody>
  </table>
);

/** The facts of the plot as a table, and the bands as another; cards on a narrow screen. */
export const TimelineTable = ({ data, select }: { data: TimelineData; select?: ((id: string) => string) | undefined }): ReactElement => {
  const cut = parseDay(data.asOf.date) + 1;
  const rows = rowsOf(data.lanes);
  return (
    <div className="tl-tables">
      <table className="tl-table">
        <caption>
          {rows.length} dated facts, {data.asOf.text}
        </caption>
        <thead>
          <tr>
            {['Date', 'Lane', 'Body in control', 'Kind', 'Fact', 'Attributed to', 'Grade', 'Sources'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <FactRow key={row.item.id} row={row} later={extentOf(row.item).start >= cut} href={select?.(row.item.id)} />
          ))}
        </tbody>
      </table>
      {data.lanes.some(({ bands }) => bands.length > 0) && <StatusTable data={data} />}
    </div>
  );
};
