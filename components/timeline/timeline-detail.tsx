import type { ReactElement } from 'react';
import { gradeLabel } from '#components/record/fact-words.ts';
import { AppLink } from '#components/ui/app-link.tsx';
import { parseDay, shortDate, spellDate, spellDay } from './day.ts';
import { countKinds, kindRules } from './kinds.ts';
import { MarkShape } from './mark-shape.tsx';
import { SourceList } from './source-list.tsx';
import type { TimelineItem } from './types.ts';

/** Shape and word of a kind, as in the plot. */
export const KindWord = ({ item, note }: { item: Pick<TimelineItem, 'kind' | 'counts'>; note?: string }): ReactElement => (
  <span className="tl-kind-word">
    <svg width="14" height="14" viewBox="-9 -9 18 18" aria-hidden="true">
      <MarkShape item={item} />
    </svg>
    {kindRules[item.kind].label}
    {note !== undefined && ` ${note}`}
  </span>
);

interface DetailProps {
  item: TimelineItem;
  lanes: string[];
  later: boolean;
}

const COUNTS = {
  yes: 'Counts as an answer.',
  no: 'Does not count as an answer.',
  undecided: 'Whether it counts as an answer is undecided.',
} as const;

/** What happened, when it was true and when it was recorded, and where it is written. */
export const ItemDetail = ({ item, lanes, later }: DetailProps): ReactElement => (
  <div className="tl-columns">
    <div>
      <p className="tl-eyebrow">
        <KindWord item={item} /> · {lanes.join(', ')}
      </p>
      <p className="tl-title">{item.href === undefined ? item.title : <AppLink href={item.href}>{item.title}</AppLink>}</p>
      <p>{item.text}</p>
      {item.attributedTo !== null && <p className="tl-quiet">Attributed to {item.attributedTo}</p>}
      {item.counts !== undefined && <p className="tl-quiet">{COUNTS[item.counts]}</p>}
    </div>
    <div>
      <p className="tl-eyebrow">When</p>
      <p>{item.effectiveText}</p>
      {item.precision !== 'day' && (
        <p className="tl-quiet">
          Known to the {item.precision}: {spellDate(item)}. No day is claimed.
        </p>
      )}
      {item.recordedText !== null && <p className="tl-quiet">{item.recordedText}</p>}
      {item.publicOn !== null && (
        <p className="tl-quiet">Public by {spellDay(parseDay(item.publicOn))}, the date of its earliest dated source</p>
      )}
      {later && <p className="tl-quiet">After the chosen day</p>}
    </div>
    <div>
      <p className="tl-eyebrow">Sources{item.grade === null ? '' : ` · ${gradeLabel(item.grade)}`}</p>
      <SourceList sources={item.sources} />
    </div>
  </div>
);

/** Everything in one stack, each with a link to its own details. */
export const StackDetail = ({
  items,
  lane,
  select,
}: {
  items: TimelineItem[];
  lane: string;
  select: (id: string) => string;
}): ReactElement => (
  <div className="tl-stack">
    <p className="tl-eyebrow">
      {lane} · {countKinds(items.map(({ kind }) => kind))}
    </p>
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <span className="tl-quiet">{shortDate(item)}</span>
          <KindWord item={item} />
          <span>
            <AppLink href={select(item.id)}>{item.title}</AppLink>
            <span className="tl-quiet"> {item.attributedTo}</span>
          </span>
        </li>
      ))}
    </ul>
  </div>
);
