import type { ReactElement } from 'react';
import { STATUSES, type Status, statusRules } from '#lib/domain/status.ts';
import { patternOf, toneOf } from './status-fill.ts';
import { KindWord } from './timeline-detail.tsx';
import type { TimelineData, TimelineItem, TimelineKind } from './types.ts';

const KIND_ORDER: TimelineKind[] = ['letter', 'reply', 'statement', 'law_or_policy', 'order', 'control', 'program', 'outcome', 'status'];

const Swatch = ({ status }: { status: Status }): ReactElement => (
  <svg className={toneOf(status)} width="26" height="11" aria-hidden="true">
    <rect className="tl-piece-fill" x=".5" y=".5" width="25" height="10" rx="3" />
    <rect x=".5" y=".5" width="25" height="10" rx="3" fill={patternOf(status)} />
  </svg>
);

const allItems = (data: TimelineData): TimelineItem[] => data.lanes.flatMap((lane) => [...lane.items, ...lane.bodyItems]);

/** Only what this timeline shows: a legend of things that are not there explains nothing. */
export const TimelineLegend = ({ data }: { data: TimelineData }): ReactElement => {
  const items = allItems(data);
  const kinds = KIND_ORDER.filter((kind) => items.some((item) => item.kind === kind));
  const used = new Set(data.lanes.flatMap(({ bands }) => bands.flatMap(({ segments }) => segments.map(({ status }) => status))));
  const statuses = STATUSES.filter((status) => used.has(status));
  const bands = data.lanes.find((lane) => lane.bands.length > 0)?.bands ?? [];
  const undecided = items.some(({ kind, counts }) => kind === 'reply' && counts === 'undecided');
  return (
    <div className="tl-legend">
      {kinds.map((kind) => (
        <KindWord key={kind} item={{ kind }} />
      ))}
      {undecided && <KindWord item={{ kind: 'reply', counts: 'undecided' }} note="not settled as an answer" />}
      {items.some(({ precision }) => precision !== 'day') && (
        <span className="tl-kind-word">
          <svg width="26" height="9" aria-hidden="true">
            <rect className="tl-span" width="26" height="9" fill="url(#tl-open-ends)" />
            <line className="tl-span-edge" x2="26" y1=".5" y2=".5" />
            <line className="tl-span-edge" x2="26" y1="8.5" y2="8.5" />
          </svg>
          known to the month or year
        </span>
      )}
      {statuses.map((status) => (
        <span key={status} className="tl-kind-word">
          <Swatch status={status} /> {statusRules[status].label}
        </span>
      ))}
      {bands.length > 0 && (
        <span className="tl-kind-word">
          <svg width="26" height="11" aria-hidden="true">
            <rect width="26" height="11" fill="url(#tl-hatch)" />
          </svg>
          After the chosen day
        </span>
      )}
      {bands.length > 1 && (
        <span className="tl-quiet">
          Upper band: {bands[0]?.title}. Lower band: {bands[1]?.title}.
        </span>
      )}
    </div>
  );
};
