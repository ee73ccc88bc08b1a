import type { ReactElement } from 'react';
import { At, percent } from './at.tsx';
import { parseDay } from './day.ts';
import type { LineLayout, TimelineLayout } from './layout.ts';
import { LABEL_SIZE, PLOT_WIDTH } from './rows.ts';
import { textWidth } from './text-width.ts';
import type { Zoom } from './types.ts';
import { spellWeekday, spellWindow, type Tick } from './window.ts';

const AXIS_HEIGHT = 70;
const FOOT_HEIGHT = 34;
/** A month that shows only its last days has no room for its name. */
const LEAST_UPPER = 40;
const LEAST_LOWER = 16;

interface AxisProps {
  layout: TimelineLayout;
  zoom: Zoom;
  dueOn: string | undefined;
  asOf: string;
}

const LowerTick = ({ tick, layout, zoom, dueOn, asOf }: AxisProps & { tick: Tick }): ReactElement | null => {
  const day = zoom === 'days';
  const x = day ? (layout.x(tick.day) + layout.x(tick.until)) / 2 : layout.x(tick.day);
  if (tick.label === null || x > PLOT_WIDTH - LEAST_LOWER) return null;
  const due = day && dueOn !== undefined && tick.day === parseDay(dueOn);
  const chosen = day && tick.day === parseDay(asOf);
  return (
    <At x={percent(x)} y={42}>
      <text
        className={`tl-tick${due ? ' tl-tick-due' : ''}${chosen ? ' tl-tick-asof' : ''}`}
        x={day ? 0 : 4}
        textAnchor={day ? 'middle' : 'start'}
      >
        {day && <title>{spellWeekday(tick.day)}</title>}
        {tick.label}
      </text>
    </At>
  );
};

const DueWords = ({ line, select }: { line: LineLayout; select: (id: string) => string }): ReactElement | null => {
  const { x, label, text, item } = line;
  if (label === null) return null;
  const words = (
    <text className="tl-due-label" x={label.side === 'right' ? 6 : -6} textAnchor={label.side === 'right' ? 'start' : 'end'}>
      {label.text}
    </text>
  );
  if (item === null)
    return (
      <At x={percent(x)} y={63}>
        {words}
      </At>
    );
  return (
    <svg className="tl-mark" x={percent(x)} y="63" overflow="visible" data-tl={item.id} data-tl-time={x.toFixed(2)}>
      <title>{text}</title>
      <a href={select(item.id)} aria-label={text}>
        <rect
          className="tl-ring"
          x={label.side === 'right' ? 2 : label.x1 - x - 4}
          y="-17"
          width={label.x2 - label.x1 + 10}
          height="24"
          rx="6"
        />
        {words}
      </a>
    </svg>
  );
};

/** The two rows of dates, and the words of the deadline at its line. */
export const AxisHead = ({ select, ...props }: AxisProps & { select: (id: string) => string }): ReactElement => {
  const { layout } = props;
  return (
    <svg className="tl-svg tl-axis" height={AXIS_HEIGHT}>
      <title>{spellWindow(layout.window)}</title>
      <At>
        {layout.axis.upper
          .filter((tick) => layout.x(tick.until) - layout.x(tick.day) >= LEAST_UPPER)
          .map((tick) => (
            <At key={tick.day} x={percent(layout.x(tick.day))} y={20}>
              <text className="tl-tick-upper" x="6">
                {tick.label}
              </text>
            </At>
          ))}
        {layout.axis.lower.map((tick) => (
          <LowerTick key={tick.day} tick={tick} {...props} />
        ))}
      </At>
      {layout.deadlines.map((line) => (
        <DueWords key={line.dueOn} line={line} select={select} />
      ))}
    </svg>
  );
};

/** The pill that names the chosen day; at the edge with an arrow when that day is out of view. */
export const AxisFoot = ({ layout }: { layout: TimelineLayout }): ReactElement => {
  const { where, label, x } = layout.asOf;
  const words = where === 'before' ? `← ${label}` : where === 'after' ? `${label} →` : label;
  const width = textWidth(words, LABEL_SIZE) + 26;
  const shift = Math.min(0, PLOT_WIDTH - 2 - x - width / 2) + Math.max(0, 2 - (x - width / 2));
  return (
    <svg className="tl-svg tl-foot" height={FOOT_HEIGHT} role="img" aria-label={words}>
      <At x={percent(x)} y={6}>
        <rect className="tl-pill" x={shift - width / 2} width={width} height="22" rx="11" />
        <text className="tl-pill-text" x={shift} y="15.4" textAnchor="middle">
          {words}
        </text>
      </At>
    </svg>
  );
};

/** Patterns that tell statuses apart without color; referenced from every row of the plot. */
const Patterns = (): ReactElement => (
  <defs>
    <pattern id="tl-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect className="tl-hatch-line" width="2.2" height="7" />
    </pattern>
    <pattern id="tl-fill-open" width="6" height="6" patternUnits="userSpaceOnUse" />
    <pattern id="tl-fill-closed" width="6" height="5" patternUnits="userSpaceOnUse">
      <rect className="tl-fill-ink" width="6" height="1" />
    </pattern>
    <pattern id="tl-fill-answered" width="6" height="6" patternUnits="userSpaceOnUse" />
    <pattern id="tl-fill-review" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect className="tl-fill-paper" width="1.6" height="7" />
    </pattern>
    <pattern id="tl-fill-met" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
      <rect className="tl-fill-ink" width="1.4" height="8" />
    </pattern>
    <pattern id="tl-fill-unmet" width="5" height="5" patternUnits="userSpaceOnUse">
      <rect className="tl-fill-ink" width="1.2" height="5" />
    </pattern>
    <pattern id="tl-fill-unsure" width="5" height="5" patternUnits="userSpaceOnUse">
      <circle className="tl-fill-ink" cx="2.5" cy="2.5" r=".9" />
    </pattern>
    <linearGradient id="tl-open-ends">
      <stop className="tl-stop" offset="0" stopOpacity="0" />
      <stop className="tl-stop" offset=".3" stopOpacity=".3" />
      <stop className="tl-stop" offset=".7" stopOpacity=".3" />
      <stop className="tl-stop" offset="1" stopOpacity="0" />
    </linearGradient>
  </defs>
);

/** Behind all rows: grid, weekends, the deadline, the chosen day, and what lies after it. */
export const PlotLines = ({ layout }: { layout: TimelineLayout }): ReactElement => {
  const { axis, asOf, deadlines, x } = layout;
  return (
    <svg className="tl-lines" aria-hidden="true">
      <Patterns />
      <g transform="translate(0 48)">
        {axis.weekends.map((day) => (
          <rect key={day} className="tl-weekend" x={percent(x(day))} width={percent(x(day + 1) - x(day))} height="100%" />
        ))}
        {deadlines.map(({ column }) => (
          <rect key={column.x1} className="tl-due-day" x={percent(column.x1)} width={percent(column.x2 - column.x1)} height="100%" />
        ))}
        {asOf.where !== 'after' && <rect className="tl-after" x={percent(asOf.x)} width={percent(layout.width - asOf.x)} height="100%" />}
        {axis.lower.map(({ day }) => (
          <line key={day} className="tl-grid-line" x1={percent(x(day))} x2={percent(x(day))} y1="0" y2="100%" />
        ))}
      </g>
      {axis.upper.slice(1).map(({ day }) => (
        <line key={day} className="tl-grid-strong" x1={percent(x(day))} x2={percent(x(day))} y1="8" y2="100%" />
      ))}
      <g transform="translate(0 48)">
        {deadlines.map((line) => (
          <line key={line.x} className="tl-due-line" x1={percent(line.x)} x2={percent(line.x)} y1="0" y2="100%" />
        ))}
        {asOf.where === 'in' && <line className="tl-asof-line" x1={percent(asOf.x)} x2={percent(asOf.x)} y1="0" y2="100%" />}
      </g>
    </svg>
  );
};
