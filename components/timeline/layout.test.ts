import { describe, expect, it } from 'vitest';
import { extentOf, parseDay } from './day.ts';
import { layoutTimeline, type TimelineLayout } from './layout.ts';
import { type Mark, reachOf } from './marks.ts';
import { PLOT_WIDTH } from './rows.ts';
import { LEAST_DISTANCE } from './stacks.ts';
import { type Lane, type TimelineData, type TimelineItem, type TimelineKind, ZOOMS, type Zoom } from './types.ts';
import { windowFor } from './window.ts';

const EXTENT = { from: '1991-01-01', to: '2024-12-31' };
const precisionOf = (date: string): TimelineItem['precision'] => (date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day');

const item = (id: string, date: string, kind: TimelineKind = 'statement', title = `Title of ${id}`): TimelineItem => ({
  id,
  date,
  precision: precisionOf(date),
  kind,
  title,
  text: title,
  attributedTo: null,
  grade: 'secondary',
  sources: [],
  effectiveText: '',
  recordedText: null,
  publicOn: null,
});

const city = (items: TimelineItem[], more: Partial<Lane> = {}): Lane => ({
  id: 'city',
  kind: 'application',
  name: 'City',
  control: 'jail: county',
  items,
  bodyItems: [],
  bands: [],
  ...more,
});

const dataOf = (lanes: Lane[], asOf = '2026-11-22'): TimelineData => ({
  program: { name: 'Program', agency: 'Agency' },
  lanes,
  deadline: { dueOn: '2017-08-18', dueAt: '2017-08-19T03:59:59.999999Z', label: 'answers due', text: 'Answers due August 18, 2017' },
  asOf: { date: asOf, text: `as of ${asOf}`, live: false },
  extent: EXTENT,
});

const layOut = (data: TimelineData, zoom: Zoom = 'days', openStack?: string): TimelineLayout =>
  layoutTimeline({ data, zoom, openStack, window: windowFor({ zoom, deadlineOn: '2017-08-18', extent: EXTENT }) });

const marksOf = (layout: TimelineLayout, role = 'lane'): Mark[] =>
  layout.lanes.flatMap(({ rows }) => rows.filter((row) => row.role === role).flatMap(({ marks }) => marks));

const only = (marks: Mark[]): Mark => {
  const [mark, ...rest] = marks;
  if (mark === undefined || rest.length > 0) throw new Error(`expected one mark, got ${marks.length}`);
  return mark;
};

describe('stacks', () => {
  it('counts the events of one day', () => {
    const four = ['a', 'b', 'c', 'd'].map((id) => item(id, '2017-08-03'));
    const mark = only(marksOf(layOut(dataOf([city(four)]))));
    expect(mark).toMatchObject({ form: 'stack', stackId: 'city@2017-08-03', open: false });
    expect(mark.label?.text).toBe('Aug 3 · 4 statements');
  });

  it('keeps the words of the one letter that leads the day', () => {
    const items = [item('s', '2017-08-03'), item('l', '2017-08-03', 'letter', 'Letters to four chiefs'), item('t', '2017-08-03')];
    const mark = only(marksOf(layOut(dataOf([city(items)]))));
    expect(mark.lead.id).toBe('l');
    expect(mark.label?.text).toBe('Letters to four chiefs · 2 statements');
  });

  it('opens in place: head, then one line per event', () => {
    const items = ['a', 'b', 'c'].map((id) => item(id, '2017-08-03'));
    const closed = layOut(dataOf([city(items)]));
    const open = layOut(dataOf([city(items)]), 'days', 'city@2017-08-03');
    expect(marksOf(open).map(({ form }) => form)).toEqual(['stack', 'member', 'member', 'member']);
    expect(new Set(marksOf(open).map(({ y }) => y)).size).toBe(4);
    expect(open.lanes[0]?.rows[0]?.height).toBeGreaterThan((closed.lanes[0]?.rows[0]?.height ?? 0) + 3 * 24);
  });

  it('keeps city and body in control apart', () => {
    const layout = layOut(dataOf([city([item('a', '2017-08-03')], { bodyItems: [item('b', '2017-08-03')] })]));
    expect(only(marksOf(layout, 'lane')).text).toBe('Statement, August 3, 2017, City: Title of a.');
    expect(only(marksOf(layout, 'body')).text).toContain('City, jail: county');
  });
});

describe('precision', () => {
  it('draws a month as a span of the whole month', () => {
    const mark = only(marksOf(layOut(dataOf([city([item('m', '2017-07')])]), 'weeks')));
    expect(mark.form).toBe('span');
    expect(mark.x1).toBeCloseTo((30 / 153) * PLOT_WIDTH, 5);
    expect(mark.x2).toBeCloseTo((61 / 153) * PLOT_WIDTH, 5);
    expect(mark.label?.text).toBe('July 2017 · Title of m');
  });

  it('shows a year that is only partly in view as far as it is in view', () => {
    const mark = only(marksOf(layOut(dataOf([city([item('y', '2017')])]), 'days')));
    expect([mark.x1, mark.x2]).toEqual([0, PLOT_WIDTH]);
  });

  it('puts spans that meet on lines of their own', () => {
    const marks = marksOf(layOut(dataOf([city([item('y', '2018'), item('m', '2018-04'), item('d', '2018-04-16')])]), 'months'));
    expect(new Set(marks.map(({ y }) => y)).size).toBe(3);
  });
});

describe('the chosen day', () => {
  it('marks what comes after it and keeps it in view', () => {
    const marks = marksOf(layOut(dataOf([city([item('a', '2017-08-10'), item('b', '2017-08-14')])], '2017-08-10')));
    expect(marks.map(({ later }) => later)).toEqual([false, true]);
    expect(marks[1]?.text).toContain('After the chosen day.');
  });

  it('stands at the end of its day, or at the edge when out of view', () => {
    expect(layOut(dataOf([], '2017-08-15')).asOf).toEqual({ x: (17 / 24) * PLOT_WIDTH, where: 'in', label: 'as of Aug 15' });
    expect(layOut(dataOf([], '2026-11-22')).asOf).toEqual({ x: PLOT_WIDTH, where: 'after', label: 'as of Nov 22, 2026' });
    expect(layOut(dataOf([], '2017-01-01')).asOf).toEqual({ x: 0, where: 'before', label: 'as of Jan 1, 2017' });
  });

  it('draws the deadline at the end of the due day', () => {
    const fact = item('due', '2017-08-18', 'deadline');
    const layout = layOut(dataOf([city([fact])]));
    expect(layout.deadlines).toHaveLength(1);
    expect(layout.deadlines[0]).toMatchObject({ x: (20 / 24) * PLOT_WIDTH, item: fact });
    expect(marksOf(layout)).toEqual([]);
  });
});

describe('bands', () => {
  const segments = [
    { status: 'requested', from: '2017-08-03', to: '2017-08-14' },
    { status: 'submitted', from: '2017-08-14', to: null },
  ] as const;
  const lane = city([], {
    bands: ['access', 'notice'].map((conditionRef) => ({ conditionRef, title: conditionRef, segments: [...segments] })),
  });
  const bandsOn = (asOf: string) => layOut(dataOf([lane], asOf)).lanes[0]?.rows.find(({ role }) => role === 'bands')?.bands ?? [];

  it('places segments by day and hatches from the day after the chosen one', () => {
    const [upper, lower] = bandsOn('2017-08-15');
    expect(
      upper?.pieces.map(({ status, x1, x2 }) =>
        [status, x1, x2].map((v) => (typeof v === 'number' ? Math.round((v / PLOT_WIDTH) * 24) : v)),
      ),
    ).toEqual([
      ['requested', 4, 15],
      ['submitted', 15, 17],
    ]);
    expect(upper?.after).toEqual({ x1: (17 / 24) * PLOT_WIDTH, x2: PLOT_WIDTH });
    expect(lower?.y).toBeGreaterThan(upper?.y ?? 0);
    expect(upper?.text).toBe('access: requested from August 3, 2017 to August 13, 2017; answer received from August 14, 2017');
  });

  it('claims nothing that began after the chosen day', () => {
    expect(bandsOn('2017-08-10')[0]?.pieces.map(({ status }) => status)).toEqual(['requested']);
    expect(bandsOn('2017-08-02')[0]?.pieces).toEqual([]);
  });

  it('gathers changes of status of one day over both bands', () => {
    const changes = ['access', 'notice'].map(
      (conditionRef): TimelineItem => ({ ...item(conditionRef, '2017-08-14', 'status'), conditionRef }),
    );
    const layout = layOut(dataOf([{ ...lane, items: changes }]));
    expect(only(marksOf(layout, 'bands')).items).toHaveLength(2);
    expect(marksOf(layout, 'lane')).toEqual([]);
  });
});

/** A small generator with a fixed seed, so that a failure can be repeated. */
const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
};

const crowdedLane = (random: () => number, count: number): Lane => {
  const kinds: TimelineKind[] = ['letter', 'reply', 'statement', 'law_or_policy', 'control', 'outcome', 'program'];
  const items = Array.from({ length: count }, (_, index) => {
    const day = parseDay('2017-06-01') + Math.floor(random() ** 2 * 900);
    const date = new Date(day * 86_400_000).toISOString().slice(0, random() < 0.2 ? 7 : 10);
    return item(
      `i${index}`,
      date,
      kinds[Math.floor(random() * kinds.length)] ?? 'statement',
      'Some words of a fact '.repeat(1 + Math.floor(random() * 4)).trim(),
    );
  });
  return city(items);
};

const overlaps = (a: { x1: number; x2: number }, b: { x1: number; x2: number }): boolean => a.x1 < b.x2 && b.x1 < a.x2;

describe('labels', () => {
  it.each(ZOOMS)('never overlap each other or a mark, nor leave the plot, at %s', (zoom) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = seeded(seed);
      const marks = marksOf(layOut(dataOf([crowdedLane(random, 4 + (seed % 30))]), zoom));
      const lines = marks.flatMap((mark) =>
        mark.label === null ? [] : [{ ...mark.label, key: mark.key, line: mark.y + (mark.label.side.startsWith('below') ? 1 : 0) }],
      );
      for (const line of lines) {
        expect(line.x1).toBeGreaterThanOrEqual(0);
        expect(line.x2).toBeLessThanOrEqual(PLOT_WIDTH);
        const others = lines.filter((other) => other.line === line.line && other.key !== line.key);
        const shapes = marks.filter((mark) => mark.y === line.line && mark.key !== line.key).map(reachOf);
        expect([...others, ...shapes].filter((other) => overlaps(line, other))).toEqual([]);
      }
    }
  });

  it.each(ZOOMS)('keeps marks of one line far enough apart to be hit, and loses none, at %s', (zoom) => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const lane = crowdedLane(seeded(seed), 25);
      const layout = layOut(dataOf([lane]), zoom);
      const marks = marksOf(layout);
      const xs = marks.filter(({ form }) => form === 'point' || form === 'stack').map(({ x }) => x);
      xs.sort((a, b) => a - b).reduce((before, x) => {
        expect(x - before).toBeGreaterThanOrEqual(LEAST_DISTANCE);
        return x;
      }, Number.NEGATIVE_INFINITY);
      const [start, end] = [parseDay(layout.window.start), parseDay(layout.window.end) + 1];
      const expected = lane.items.filter((each) => extentOf(each).end > start && extentOf(each).start < end).map(({ id }) => id);
      expect(marks.flatMap(({ items }) => items.map(({ id }) => id)).sort()).toEqual(expected.sort());
    }
  });

  it('shortens with an ellipsis only beside the mark, and keeps the whole in its name', () => {
    const long = `Letter ${'with many words '.repeat(12)}to the end`;
    const mark = only(marksOf(layOut(dataOf([city([item('a', '2017-08-10', 'letter', long)])]))));
    expect(mark.label?.text).toMatch(/^Letter with many words .*…$/);
    expect(mark.text).toContain('to the end');
  });
});
