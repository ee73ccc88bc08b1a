import type { ReactElement } from 'react';
import { MarkShape } from './mark-shape.tsx';
import { LINE, type Mark } from './marks.ts';
import { LABEL_SIZE, PLOT_WIDTH } from './rows.ts';
import type { TimelineHrefs } from './types.ts';

/** Positions across are per cent, so the plot stretches with its box while words and shapes keep their size. */
export const percent = (x: number): string => `${((x / PLOT_WIDTH) * 100).toFixed(3)}%`;

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
    <text className="tl-label" aria-hidden="true" x={x.toFixed(1)} y={y} textAnchor={starts ? 'start' : 'end'}>
      {text}
    </text>
  );
};

const StackExtras = ({ mark }: { mark: Mark }): ReactElement => (
  <>
    <rect className="tl-badge" x="4" y="-13" width="13" height="12" rx="6" />
    <text className="tl-count" aria-hidden="true" x="10.5" y="-3.8" textAnchor="middle">
      {mark.items.length}
    </text>
  </>
);

/** Changes of several bands at once are one bar over them; a number would cover the words of the band. */
const onAllBands = (mark: Mark): boolean => mark.form === 'stack' && mark.lead.kind === 'status';

const linkOf = (mark: Mark, hrefs: TimelineHrefs): string =>
  mark.stackId === null ? hrefs.select(mark.lead.id) : hrefs.stack(mark.open ? null : mark.stackId);

const classesOf = (mark: Mark, selected: string | undefined): string =>
  ['tl-mark', mark.later ? 'tl-mark-later' : '', mark.open ? 'tl-mark-open' : '', isSelected(mark, selected) ? 'tl-mark-selected' : ''].filter(Boolean).join(' ');

/** A shape on its day, or a stack with its number; the whole text is its name for those who do not see it. */
export const PointMark = ({ mark, hrefs, selected }: MarkProps): ReactElement => (
  <svg x={percent(mark.x)} y={mark.y} overflow="visible">
    <title>{mark.text}</title>
    <a className={classesOf(mark, selected)} href={linkOf(mark, hrefs)} aria-label={mark.text} data-tl={mark.stackId ?? mark.lead.id} data-tl-time={mark.x.toFixed(2)}>
      <rect className="tl-hit" x="-12" y={-LINE / 2} width="24" height={LINE} />
      <rect className="tl-ring" x="-11" y="-11" width="22" height="22" rx="6" />
      {onAllBands(mark) ? <rect className="tl-shape tl-kind-status" x="-3" y="-18" width="6" height="36" rx="3" /> : <MarkShape item={mark.lead} later={mark.later} />}
      {mark.form === 'stack' && !onAllBands(mark) && <StackExtras mark={mark} />}
      <Label mark={mark} from={mark.x} />
    </a>
  </svg>
);

/** A month or a year is a bar with open ends: the day is not known, so none is drawn. */
export const SpanMark = ({ mark, hrefs, selected }: MarkProps): ReactElement => (
  <svg x={percent(mark.x1)} y={mark.y} width={percent(mark.x2 - mark.x1)} height="1" overflow="visible">
    <title>{mark.text}</title>
    <a className={classesOf(mark, selected)} href={linkOf(mark, hrefs)} aria-label={mark.text} data-tl={mark.lead.id} data-tl-time={mark.x1.toFixed(2)}>
      <rect className="tl-hit" x="0" y={-LINE / 2} width="100%" height={LINE} />
      <rect className="tl-ring" x="-3" y="-11" width="100%" height="22" rx="6" />
      <rect className="tl-span" x="0" y="-4.5" width="100%" height="9" fill="url(#tl-open-ends)" />
      <line className="tl-span-edge" x1="0" x2="100%" y1="-4.5" y2="-4.5" />
      <line className="tl-span-edge" x1="0" x2="100%" y1="4.5" y2="4.5" />
      <svg x="50%" overflow="visible">
        <g transform="scale(.62)">
          <MarkShape item={mark.lead} later={mark.later} />
        </g>
      </svg>
      {mark.label !== null && (
        <svg x={mark.label.side === 'right' ? '100%' : '0%'} overflow="visible">
          <Label mark={mark} from={mark.label.side === 'right' ? mark.x2 : mark.x1} />
        </svg>
      )}
    </a>
  </svg>
);

/** The line under a stack that covers more than one day. */
export const StackExtent = ({ mark }: { mark: Mark }): ReactElement | null =>
  mark.form === 'stack' && mark.x2 - mark.x1 > 1 ? (
    <line className="tl-extent" x1={percent(mark.x1)} x2={percent(mark.x2)} y1={mark.y + 10} y2={mark.y + 10} />
  ) : null;
