/** The choices of the timeline page, all of them in its address. */
import { isZoom, type Lane, type TimelineData, type TimelineHrefs, type Zoom } from '#components/timeline/types.ts';
import { shiftedFrom, type TimeWindow, windowFor } from '#components/timeline/window.ts';
import { addDays, calendarDaysBetween, formatDate, isLocalDate, localDateOf } from '#lib/domain/time.ts';
import { href, type PageView, param, type SearchParams } from '#lib/server/page.ts';
import type { TimelineViews } from './timeline-data.ts';

/** Instead of a day: the day that the page is as of, whichever that is. */
const SAME_DAY = 'asOf';

export interface TimelineChoices {
  zoom: Zoom;
  from: string;
  selected: string;
  stack: string;
  /** As in the address: a day, `asOf`, or empty. */
  publicBy: string;
  /** The day that `publicBy` comes to; empty without one. */
  publicDay: string;
  asOfDay: string;
}

export function readChoices(search: SearchParams, view: PageView): TimelineChoices {
  const zoom = param(search, 'zoom');
  const from = param(search, 'from');
  const publicBy = param(search, 'publicBy');
  const asOfDay = localDateOf(view.moment.asOf, view.program.zone);
  const known = publicBy === SAME_DAY || isLocalDate(publicBy) ? publicBy : '';
  return {
    zoom: isZoom(zoom) ? zoom : 'days',
    from: isLocalDate(from) ? from : '',
    selected: param(search, 'selected'),
    stack: param(search, 'stack'),
    publicBy: known,
    publicDay: known === SAME_DAY ? asOfDay : known,
    asOfDay,
  };
}

/** What stays in the address when something else is chosen. */
const keptOf = ({ zoom, from, selected, stack, publicBy }: TimelineChoices): Record<string, string> => ({
  zoom: zoom === 'days' ? '' : zoom,
  from,
  selected,
  stack,
  publicBy,
});

export interface TimelineLinks {
  window: TimeWindow;
  /** The first day in view, where it is not the usual one. */
  from: string | undefined;
  hrefs: TimelineHrefs;
  /** From the table: the plot moves to the fact, or, of what is not drawn, the applicant's own page. */
  showHref: (id: string) => string;
  /** For the forms that ask for another day: the days in view stay where they are. */
  kept: Record<string, string>;
  publicHref: string;
  /** The due dates in force, and now. */
  jumps: { label: string; href: string }[];
}

const usualWindow = (zoom: Zoom, data: TimelineData): TimeWindow =>
  windowFor({ zoom, deadlineOn: data.deadline?.dueOn, extent: data.extent });

/** The first day of a window that holds the chosen fact, when the one around the deadline does not. */
function windowAround(selected: string, zoom: Zoom, data: TimelineData): string | undefined {
  const item = data.lanes.flatMap(({ items, bodyItems }) => [...items, ...bodyItems]).find(({ id }) => id === selected);
  if (!item) return undefined;
  const usual = usualWindow(zoom, data);
  const day = item.date.padEnd(10, '-01');
  if (day >= usual.start && day <= usual.end) return undefined;
  return addDays(day, -Math.floor(calendarDaysBetween(usual.start, usual.end) / 3));
}

const holds =
  (id: string) =>
  (lane: Lane): boolean =>
    [...lane.items, ...lane.bodyItems].some((item) => item.id === id);

export function timelineLinks(path: string, choices: TimelineChoices, { plot: data, table }: TimelineViews, view: PageView): TimelineLinks {
  const isDrawn = (id: string): boolean => data.lanes.some(holds(id));
  const { zoom, from, publicBy } = choices;
  const kept = keptOf(choices);
  const link = (patch: Record<string, string | null>): string => href(path, { ...kept, asOf: view.asOf, knownAt: view.knownAt, ...patch });
  const zoomTo = (to: Zoom): string => link({ zoom: to === 'days' ? null : to, from: null, stack: null });
  const first = from !== '' && from !== usualWindow(zoom, data).start ? from : windowAround(choices.selected, zoom, data);
  const window = windowFor({ zoom, from: first, deadlineOn: data.deadline?.dueOn, extent: data.extent });
  const jump = (day: string | null): string => href(path, { ...kept, from: window.start, asOf: day, knownAt: view.knownAt });
  const dueDays = [data.deadline, ...(data.deadlines ?? [])].flatMap((mark) => (mark && mark.dueOn <= view.today ? [mark.dueOn] : []));
  return {
    window,
    from: first,
    showHref: (id) => (isDrawn(id) ? link({ selected: id, from: null, stack: null }) : (table.lanes.find(holds(id))?.href ?? path)),
    kept: { ...kept, from: window.start },
    publicHref: link({ publicBy: publicBy === '' ? SAME_DAY : null, selected: null, stack: null }),
    jumps: [...dueDays.map((day) => ({ label: formatDate(day, 'short'), href: jump(day) })), { label: 'Now', href: jump(null) }],
    hrefs: {
      zoom: { days: zoomTo('days'), weeks: zoomTo('weeks'), months: zoomTo('months'), years: zoomTo('years') },
      prev: link({ from: shiftedFrom(zoom, window, -1), stack: null }),
      next: link({ from: shiftedFrom(zoom, window, 1), stack: null }),
      home: link({ from: null, selected: null, stack: null }),
      select: (id) => link({ selected: id }),
      stack: (id) => link({ stack: id, selected: null }),
    },
  };
}
