import { describe, expect, it, test } from 'vitest';
import { type MomentInput, resolveMoment } from './as-of.ts';

const ZONE = 'America/New_York';
const NOW = '2026-11-22T20:42:46.123456Z';

describe('resolveMoment', () => {
  test.each<[string, MomentInput, { asOf: string; knownAt: string; live: boolean }]>([
    ['nothing asked', {}, { asOf: NOW, knownAt: NOW, live: true }],
    ['empty text', { asOf: '', knownAt: '' }, { asOf: NOW, knownAt: NOW, live: true }],
    ['undefined', { asOf: undefined, knownAt: undefined }, { asOf: NOW, knownAt: NOW, live: true }],
    ["today's date", { asOf: '2026-11-22', knownAt: '2026-11-22' }, { asOf: NOW, knownAt: NOW, live: true }],
    ['this very instant', { asOf: NOW }, { asOf: NOW, knownAt: NOW, live: true }],
    ['this instant with an offset', { asOf: '2026-11-22T15:42:46.123456-05:00' }, { asOf: NOW, knownAt: NOW, live: true }],
    ['a past date', { asOf: '2017-08-10' }, { asOf: '2017-08-11T03:59:59.999999Z', knownAt: NOW, live: false }],
    ['known at a past date', { knownAt: '2026-09-10' }, { asOf: NOW, knownAt: '2026-09-11T03:59:59.999999Z', live: false }],
    [
      'both',
      { asOf: '2017-08-10', knownAt: '2026-09-10' },
      { asOf: '2017-08-11T03:59:59.999999Z', knownAt: '2026-09-11T03:59:59.999999Z', live: false },
    ],
    ['yesterday', { asOf: '2026-11-21' }, { asOf: '2026-11-22T04:59:59.999999Z', knownAt: NOW, live: false }],
    ['an instant', { asOf: '2017-08-18T12:00:00-04:00' }, { asOf: '2017-08-18T16:00:00.000000Z', knownAt: NOW, live: false }],
    ['a microsecond ago', { asOf: '2026-11-22T20:42:46.123455Z' }, { asOf: '2026-11-22T20:42:46.123455Z', knownAt: NOW, live: false }],
    ['the day clocks went back', { asOf: '2017-11-05' }, { asOf: '2017-11-06T04:59:59.999999Z', knownAt: NOW, live: false }],
    ['the first year', { asOf: '1600-01-01' }, { asOf: '1600-01-02T04:56:01.999999Z', knownAt: NOW, live: false }],
  ])('%s', (_, input, moment) => {
    expect(resolveMoment(input, ZONE, NOW)).toMatchObject({ ok: true, moment });
  });

  it("reads today by the program's calendar, not by UTC", () => {
    const lateEvening = '2026-11-23T03:30:00.000000Z';
    expect(resolveMoment({ asOf: '2026-11-22' }, ZONE, lateEvening)).toMatchObject({ ok: true, moment: { asOf: lateEvening, live: true } });
    expect(resolveMoment({ asOf: '2026-11-23' }, ZONE, lateEvening)).toMatchObject({ ok: false, code: 'as_of_in_future' });
    expect(resolveMoment({ asOf: '2026-11-23' }, 'UTC', lateEvening)).toMatchObject({
      ok: true,
      moment: { asOf: lateEvening, live: true },
    });
  });

  test.each<[string, MomentInput, string, RegExp]>([
    ['tomorrow', { asOf: '2026-11-23' }, 'asOf', /November 23, 2026 lies after today, November 22, 2026 \(Eastern\)/],
    ['the last day there is', { asOf: '9999-12-31' }, 'asOf', /December 31, 9999/],
    ['a microsecond ahead', { asOf: '2026-11-22T20:42:46.123457Z' }, 'asOf', /lies after now/],
    ['known at tomorrow', { knownAt: '2026-11-23' }, 'knownAt', /^knownAt: /],
    ['known at, ahead by offset', { knownAt: '2026-11-22T20:42:46-05:00' }, 'knownAt', /lies after now/],
    ['both ahead: the first is named', { asOf: '2027-01-01', knownAt: '2027-01-01' }, 'asOf', /January 1, 2027/],
  ])('refuses %s', (_, input, field, message) => {
    const result = resolveMoment(input, ZONE, NOW);
    expect(result).toMatchObject({ ok: false, code: 'as_of_in_future', field, message: expect.stringMatching(message) });
  });

  test.each([
    ['2017-02-30', /not a date of the calendar/],
    ['1599-12-31', /1600 to 9999/],
    ['2017-08-18T23:59:59', /time without its zone/],
    ['2017-08-18T23:59:59 04:00', /%2B/],
    ['2017-08-18T25:00:00Z', /not an instant in an accepted form/],
    ['yesterday', /neither a date nor an instant/],
    ['2017-8-1', /YYYY-MM-DD/],
    [' ', /neither/],
    ['x'.repeat(500), /"x{40}…"/],
  ])('calls %j malformed and says why', (text, message) => {
    expect(resolveMoment({ asOf: text }, ZONE, NOW)).toMatchObject({
      ok: false,
      code: 'invalid_request',
      field: 'asOf',
      message: expect.stringMatching(message),
    });
    expect(resolveMoment({ knownAt: text }, ZONE, NOW)).toMatchObject({ ok: false, code: 'invalid_request', field: 'knownAt' });
  });

  it('reports a malformed value before a future one', () => {
    expect(resolveMoment({ asOf: '2027-01-01', knownAt: 'nonsense' }, ZONE, NOW)).toMatchObject({
      code: 'invalid_request',
      field: 'knownAt',
    });
  });

  it('takes now in any accepted form', () => {
    expect(resolveMoment({}, ZONE, '2026-11-22T20:42:46Z')).toMatchObject({
      ok: true,
      moment: { asOf: '2026-11-22T20:42:46.000000Z', live: true },
    });
  });
});
