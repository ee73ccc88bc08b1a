import type { ReactElement, ReactNode } from 'react';
import './timeline.css';
import { extentOf, parseDay } from './day.ts';
import { layoutTimeline, type TimelineLayout } from './layout.ts';
import { AxisFoot, AxisHead, PlotLines } from './timeline-axis.tsx';
import { ItemDetail, StackDetail } from './timeline-detail.tsx';
import { TimelineLegend } from './timeline-legend.tsx';
import { TimelineLive } from './timeline-live.tsx';
import { LaneRows } from './timeline-row.tsx';
import { TimelineTools } from './timeline-tools.tsx';
import type { LocalDate, TimelineData, TimelineHrefs, Zoom } from './types.ts';
import { spellWindow, windowFor } from './window.ts';

export interface TimelineProps {
  data: TimelineData;
  zoom: Zoom;
  /** First day in view; the window around the deadline when absent. */
  from?: LocalDate | undefined;
  /** Id of an item, from the URL. */
  selected?: string | undefined;
  /** Id of the stack that is open, from the URL. */
  openStack?: string | undefined;
  hrefs: TimelineHrefs;
}

interface Panel {
  id: string;
  node: ReactNode;
}

const itemPanels = (data: TimelineData): Panel[] => {
  const cut = parseDay(data.asOf.date) + 1;
  const places = new Map<string, string[]>();
  const items = data.lanes.flatMap((lane) => {
    const inLane = lane.items.map((item) => ({ item, place: lane.name }));
    return [...inLane, ...lane.bodyItems.map((item) => ({ item, place: `${lane.name}, ${lane.control}` }))];
  });
  for (const { item, place } of items) places.set(item.id, [...(places.get(item.id) ?? []), place]);
  const unique = new Map(items.map(({ item }) => [item.id, item]));
  return [...unique.values()].map((item) => ({
    id: item.id,
    node: <ItemDetail item={item} lanes={places.get(item.id) ?? []} later={extentOf(item).start >= cut} />,
  }));
};

const stackPanels = (layout: TimelineLayout, select: (id: string) => string): Panel[] =>
  layout.lanes.flatMap(({ lane, rows }) =>
    rows.flatMap(({ role, marks }) =>
      marks.flatMap(({ stackId, items }) => {
        if (stackId === null) return [];
        const place = role === 'body' ? `${lane.name}, ${lane.control}` : lane.name;
        return [{ id: stackId, node: <StackDetail items={items} lane={place} select={select} /> }];
      }),
    ),
  );

const Hint = (): ReactElement => (
  <p className="tl-hint">
    Choose a mark to see what was said or done, when it was true, when it was recorded, and its sources. A number on a mark counts events
    that stand together; it opens in place.
  </p>
);

/** The deadline timeline: a lane per city with a row for the body in control, one for the program, details of one event. */
export const Timeline = ({ data, zoom, from, selected, openStack, hrefs }: TimelineProps): ReactElement => {
  const window = windowFor({ zoom, from, deadlineOn: data.deadline?.dueOn, extent: data.extent });
  const layout = layoutTimeline({ data, zoom, window, openStack });
  const axis = { layout, zoom, dueOn: data.deadline?.dueOn, asOf: data.asOf.date };
  const panels = [...itemPanels(data), ...stackPanels(layout, hrefs.select)];
  const plot = (
    <section
      className="tl-scroll"
      aria-label={`Events from ${spellWindow(window)}, in ${data.lanes.length} lanes; the table below holds the same facts`}
    >
      <div className="tl-plot">
        <PlotLines layout={layout} />
        <div className="tl-row tl-row-axis">
          <div className="tl-name">{data.deadline !== null && <small>{data.deadline.text}</small>}</div>
          <AxisHead {...axis} select={hrefs.select} />
        </div>
        {layout.lanes.map((lane) => (
          <LaneRows key={lane.lane.id} layout={lane} hrefs={hrefs} selected={selected} />
        ))}
        <div className="tl-row tl-row-foot">
          <div className="tl-name" />
          <AxisFoot layout={layout} />
        </div>
      </div>
    </section>
  );
  return (
    <div className="tl">
      <TimelineTools zoom={zoom} hrefs={hrefs} window={window} moved={from !== undefined} />
      <TimelineLive
        plot={plot}
        legend={<TimelineLegend data={data} />}
        panels={panels}
        selected={selected ?? openStack ?? null}
        hint={<Hint />}
      />
    </div>
  );
};
