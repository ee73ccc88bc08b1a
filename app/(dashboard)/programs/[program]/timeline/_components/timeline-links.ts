/** The choices of the timeline page, all of them in its address. */
import { isZoom, type TimelineData, type TimelineHrefs, type Zoom } from '#components/timeline/types.ts';
import { shiftedFrom, type TimeWindow, windowFor } from '#components/timeline/window.ts';
import { formatDate, isLocalDate, localDateOf } from '#lib/domain/time.ts';
import { href, type PageView, param, type SearchParams } from '#lib/server/page.ts';

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
  hrefs: TimelineHrefs;
  /** For the forms that ask for another day: the days in view stay where they are. */
  kept: Record<string, string>;
  publicHref: string;
  /** The due dates in force, and now. */
  jumps: { label: string; href: string }[];
}

export function timelineLinks(path: string, choices: TimelineChoices, data: TimelineData, view: PageView): TimelineLinks {
  const { zoom, from, publicBy } = choices;
  const kept = keptOf(choices);
  const link = (patch: Record<string, string | null>): string => href(path, { ...kept, asOf: view.asOf, knownAt: view.knownAt, ...patch });
  const zoomTo = (to: Zoom): string => link({ zoom: to === 'days' ? null : to, from: null, stack: null });
  const window = windowFor({ zoom, from: from || undefined, deadlineOn: data.deadline?.dueOn, extent: data.extent });
  const jump = (day: string | null): string => href(path, { ...kept, from: window.start, asOf: day, knownAt: view.knownAt });
  const dueDays = [data.deadline, ...(data.deadlines ?? [])].flatMap((mark) => (mark && mark.dueOn <= view.today ? [mark.dueOn] : []));
  return {
    window,
    kept: { ...kept, from: window.start },
    publicHref: link({ publicBy: publicBy === '' ? SAME_DAY : null, selected: null, stack: null }),
    jumps: [...dueDays.map((day) => ({ label: formatDate(day, 'short'), href: jump(day) })), { label: 'Now', href: jump(null) }],
    hrefs: {
      zoom: { days: zoomTo('days'), weeks: zoomTo('weeks'), months: zoomTo('months'), years: zoomTo('years') },
      prev: link({ from: shiftedFrom(zoom, window, -1), stack: null }),
      next: link({ from: shiftedFrom(zoom, window, 1), stack: null }),
      home: link({ from: null, stack: null }),
      select: (id) => link({ selected: id }),
      stack: (id) => link({ stack: id, selected: null }),
    },
  };
}
