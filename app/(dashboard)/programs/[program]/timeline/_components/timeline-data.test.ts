/** By which word a fact goes on the timeline. */
import { expect, test } from 'vitest';
import { countKinds } from '#components/timeline/kinds.ts';
import type { Timeline, TimelineFact } from '#lib/domain/timeline.ts';
import type { PageView } from '#lib/server/page.ts';
import { toTimelineData } from './timeline-data.ts';

const fact = (kind: string) =>
  ({
    id: kind,
    kind,
    date: '2017-08-10',
    precision: 'day',
    title: 'It',
    text: 'It.',
    note: null,
    sources: [],
    effectiveAt: null,
    recordedAt: null,
    assessmentId: null,
  }) as unknown as TimelineFact;
const view = { program: { slug: 'p', zone: 'America/New_York', agency: 'A' }, asOf: '', knownAt: '' } as unknown as PageView;

test('an order of a court is called one, and no law or policy', () => {
  const lane = {
    id: 'program',
    kind: 'program',
    name: 'Program',
    control: [],
    items: ['order', 'law'].map(fact),
    bodyItems: [],
    bands: [],
  };
  const timeline = { program: {}, asOf: '2017-08-20T16:00:00.000000Z', deadlines: [], lanes: [lane] } as unknown as Timeline;
  const kinds = toTimelineData(timeline, view).plot.lanes.flatMap(({ items }) => items.map(({ kind }) => kind));
  expect(countKinds(kinds)).toBe('1 court order, 1 law or policy');
});
