import { describe, expect, test } from 'vitest';
import {
  BEGINNING,
  differences,
  FOREVER,
  type Patch,
  type Period,
  patched,
  type ReplayEvent,
  replayPeriods,
  VALUE_KEYS,
  valuesAt,
} from './periods.ts';

const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000000Z`;
const opened: ReplayEvent = {
  sequence: 1,
  effectiveAt: day(1),
  recordedAt: day(1),
  payload: { conditionVersionId: 'V', controlledElsewhere: true, responsible: [{ id: 'x', role: 'primary' }] },
};
const change = (sequence: number, recorded: number, effective: number, payload: Patch): ReplayEvent => ({
  sequence,
  recordedAt: day(recorded),
  effectiveAt: day(effective),
  payload,
});
const brief = (period: Period) => [period.knownVersion, period.validFrom, period.validTo, period.knownTo, period.status];
const statusAt = (events: readonly ReplayEvent[], asOf: string, knownAt: string) => valuesAt(events, asOf, knownAt)?.status ?? null;

describe('replayPeriods', () => {
  test('an opened assessment is not started since ever', () => {
    expect(replayPeriods([opened])).toEqual([
      expect.objectContaining({
        conditionVersionId: 'v',
        status: 'not_started',
        controlledElsewhere: true,
        validFrom: BEGINNING,
        validTo: FOREVER,
        knownFrom: day(1),
        knownTo: FOREVER,
        version: 1,
      }),
    ]);
  });

  test('a back-dated change splits what was known, which stays known until then', () => {
    const events = [opened, change(2, 10, 5, { set: { status: 'requested' } })];
    expect(replayPeriods(events).map(brief)).toEqual([
      [1, BEGINNING, FOREVER, day(10), 'not_started'],
      [2, BEGINNING, day(5), FOREVER, 'not_started'],
      [2, day(5), FOREVER, FOREVER, 'requested'],
    ]);
  });

  test('the later-recorded change wins from its instant onward, over later effective ones too', () => {
    const events = [opened, change(2, 10, 8, { set: { status: 'requested' } }), change(3, 11, 5, { set: { status: 'submitted' } })];
    const now = replayPeriods(events).filter((period) => period.knownTo === FOREVER);
    expect(now.map(brief)).toEqual([
      [3, BEGINNING, day(5), FOREVER, 'not_started'],
      [3, day(5), day(8), FOREVER, 'submitted'],
      [3, day(8), FOREVER, FOREVER, 'submitted'],
    ]);
    expect(statusAt(events, day(9), day(10))).toBe('requested');
    expect(statusAt(events, day(9), day(11))).toBe('submitted');
    expect(statusAt(events, day(4), day(11))).toBe('not_started');
    expect(statusAt(events, day(9), '2025-12-31T00:00:00.000000Z')).toBeNull();
  });

  test('the parts of a correction are known together', () => {
    const events = [
      opened,
      change(2, 10, 8, { set: { status: 'requested' } }),
      change(3, 12, 4, { set: { status: 'not_started' }, steps: [{ effectiveAt: '2026-01-06T00:00:00Z', set: { status: 'requested' } }] }),
    ];
    const third = replayPeriods(events).filter((period) => period.knownVersion === 3);
    expect(third.map((period) => [period.validFrom, period.validTo, period.status])).toEqual([
      [BEGINNING, day(4), 'not_started'],
      [day(4), day(6), 'not_started'],
      [day(6), day(8), 'requested'],
      [day(8), FOREVER, 'requested'],
    ]);
    expect(third.every((period) => period.knownTo === FOREVER && period.knownFrom === day(12))).toBe(true);
  });

  test('an event that only tells changes nothing', () => {
    expect(replayPeriods([opened, change(2, 10, 10, { noteId: 'n' }), change(3, 11, 11, { set: {} })])).toHaveLength(1);
  });
});

describe('patched', () => {
  const before = replayPeriods([opened])[0] as Period;

  test('an expiry goes with the status it came with', () => {
    const waived = patched(before, { status: 'waived', expiresOn: '2026-06-30' });
    expect(waived.expiresOn).toBe('2026-06-30');
    expect(patched(waived, { answer: 'yes' }).expiresOn).toBe('2026-06-30');
    expect(patched(waived, { status: 'under_review' }).expiresOn).toBeNull();
  });

  test('null clears, a missing key keeps', () => {
    const due = patched(before, { dueOn: '2026-02-01', dueAt: '2026-02-01T05:00:00Z' });
    expect(due).toMatchObject({ dueOn: '2026-02-01', dueAt: '2026-02-01T05:00:00.000000Z' });
    expect(patched(due, { dueOn: null })).toMatchObject({ dueOn: null, dueAt: due.dueAt });
  });

  test('values differ by what they say, not by the order of keys', () => {
    const other = { ...before, responsible: [{ role: 'primary', id: 'x' }] };
    expect(differences(before, other, VALUE_KEYS)).toEqual([]);
    expect(differences(before, { ...other, paused: true }, VALUE_KEYS)).toEqual(['paused']);
  });
});
