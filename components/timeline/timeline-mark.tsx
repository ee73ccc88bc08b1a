import type { ReactElement, ReactNode } from 'react';
import { At, percent } from './at.tsx';
import { MarkShape } from './mark-shape.tsx';
import { LINE, type Mark } from './marks.ts';
import { LABEL_SIZE } from './rows.ts';
import type { TimelineHrefs } from './types.ts';

/** From a line of marks down to the words under it. */
const UNDER = 18;

interface MarkProps {
  mark: Mark;
  hrefs: TimelineHrefs;
  selected: string | undefined;
}

const isSelected = (mark: Mark, selected: string | undefined): boolean =>
  selected !== undefined && (mark.stackId === selected || (!mark.open && mark.items.some(({ id }) => id === selected)));

const Label = ({ mark, from }: { mark: Mark; from: number }): ReactElement | null => {
  if (mark.label === null) return null;
  const { side, text, x1, x2 } = mark.label;
  const starts = side === 'right' || side === 'below-right';
  const x = (starts ? x1 : x2) - from;
  const y = LABEL_SIZE * 0.34 + (side.startsWith('below') ? UNDER : 0);
  return (
    <text className="tl-label" x={x.toFixed(1)} y={y} textAnchor={starts ? 'start' : 'end'}>
      {text}
    </text>
  );
};

const StackExtras = ({ mark }: { mark: Mark }): ReactElement => (
  <>
    <rect className="tl-badge" x="4" y="-13" width="13" height="12" rx="6" />
    <text className="tl-count" x="10.5" y="-3.8" textAnchor="middle">
      {mark.items.length}
    </text>
  </>
);

/** Changes of several bands at once are one bar over them; a number would cover the words of the band. */
const onAllBands = (mark: Mark): boolean => mark.form === 'stack' && mark.lead.kind === 'status';

const linkOf = (mark: Mark, hrefs: TimelineHrefs): string =>
  mark.stackId === null ? hrefs.select(mark.lead.id) : hrefs.stack(mark.open ? null : mark.stackId);

const classesOf = (mark: Mark, selected: string | undefined): string =>
  ['tl-mark', mark.later ? 'tl-mark-later' : '', mark.open ? 'tl-mark-open' : '', isSelected(mark, selected) ? 'tl-mark-selected' : '']
    .filter(Boolean)
    .join(' ');

/** A second link for the pointer: the words and the number repeat, shortened, what the first one is called. */
const Words = ({ href, children }: { href: string; children: ReactNode }): ReactElement => (
  <At>
    <a href={href} tabIndex={-1}>
      {children}
    </a>
  </At>
);

/** A shape on its day, or a stack with its number; the whole text is its name for those who do not see it. */
export const PointMark = ({ mark, hrefs, selected }: MarkProps): ReactElement => {
  const href = linkOf(mark, hrefs);
  return (
    <svg
      className={classesOf(mark, selected)}
      x={percent(mark.x)}
      y={mark.y}
      overflow="visible"
      data-tl={mark.stackId ?? mark.lead.id}
      data-tl-time={mark.x.toFixed(2)}
    >
      <title>{mark.text}</title>
      <a href={href} aria-label={mark.text}>
        <rect className="tl-hit" x="-12" y={-LINE / 2} width="24" height={LINE} />
        <rect className="tl-ring" x="-11" y="-11" width="22" height="22" rx="6" />
        {onAllBands(mark) ? (
          <rect className="tl-shape tl-kind-status" x="-3" y="-18" width="6" height="36" rx="3" />
        ) : (
          <MarkShape item={mark.lead} later={mark.later} />
        )}
      </a>
      <Words href={href}>
        {mark.form === 'stack' && !onAllBands(mark) && <StackExtras mark={mark} />}
        <Label mark={mark} from={mark.x} />
      </Words>
    </svg>
  );
};

/** A month or a year is a bar with open ends: the day is not known, so none is drawn. */
export const SpanMark = ({ mark, hrefs, selected }: MarkProps): ReactElement => {
  const href = linkOf(mark, hrefs);
  const right = mark.label?.side === 'right';
  return (
    <svg
      className={classesOf(mark, selected)}
      x={percent(mark.x1)}
      y={mark.y}
      width={percent(mark.x2 - mark.x1)}
      height="1"
      overflow="visible"
      data-tl={mark.lead.id}
      data-tl-time={mark.x1.toFixed(2)}
    >
      <title>{mark.text}</title>
      <a href={href} aria-label={mark.text}>
        <rect className="tl-hit" x="0" y={-LINE / 2} width="100%" height={LINE} />
        <rect className="tl-ring" x="0" y="-11" width="100%" height="22" rx="6" />
        <rect x="0" y="-4.5" width="100%" height="9" fill="url(#tl-open-ends)" />
        <line className="tl-span-edge" x1="0" x2="100%" y1="-4.5" y2="-4.5" />
        <line className="tl-span-edge" x1="0" x2="100%" y1="4.5" y2="4.5" />
        <At x="50%">
          <g transform="scale(.62)">
            <MarkShape item={mark.lead} later={mark.later} />
          </g>
        </At>
      </a>
      <Words href={href}>
        <At x={right ? '100%' : '0%'}>
          <Label mark={mark} from={right ? mark.x2 : mark.x1} />
        </At>
      </Words>
    </svg>
  );
};

/** The line under a stack that covers more than one day. */
export const StackExtent = ({ mark }: { mark: Mark }): ReactElement | null =>
  mark.form === 'stack' && mark.x2 - mark.x1 > 1 ? (
    <line className="tl-extent" x1={percent(mark.x1)} x2={percent(mark.x2)} y1={mark.y + 10} y2={mark.y + 10} />
  ) : null;
