/** The deadline that counts, at both times: extensions and stays before and after the due instant, in six zones. */
import { describe, expect, test } from 'vitest';
import { SIX_ZONES } from './deadline-edges.fixture.ts';
import type { DeadlineRule } from './deadline-rule.ts';
import { flagsOf } from './flag.ts';
import type { LegalOrder } from './legal-order.ts';
import { at, EASTERN, extension, facts, granted, NOW, noon, RULE, stay, TARGET, X, Y } from './resolve-deadline.fixture.ts';
import { type DeadlineFacts, type ExtensionFact, extensionState, resolveDeadline } from './resolve-deadline.ts';

describe('an extension, before and after the due instant, the decision and its recording', () => {
  // Decided on August 17 and recorded on August 21: what was true is not what was known.
  const late = [extension({ decision: granted('2017-08-25', '2017-08-17', '2017-08-21') })];
  const after = [extension({ decision: granted('2017-09-01', '2017-08-22') })];
  const prompt = [extension()];
  test.each<[string, ExtensionFact[], string, string, string, boolean]>([
    ['before it was asked', prompt, '2017-08-14', NOW, '2017-08-18', false],
    ['asked, not decided', prompt, '2017-08-15', NOW, '2017-08-18', true],
    ['asked, not decided, the day before', prompt, '2017-08-16', NOW, '2017-08-18', true],
    ['decided, before the due instant', prompt, '2017-08-17', NOW, '2017-08-25', false],
    ['on the first due date', prompt, '2017-08-18', NOW, '2017-08-25', false],
    ['after the first due date', prompt, '2017-08-19', NOW, '2017-08-25', false],
    ['after the extended one', prompt, '2017-08-26', NOW, '2017-08-25', false],
    ['not known to be asked', prompt, '2017-08-20', '2017-08-14', '2017-08-18', false],
    ['known to be asked only', prompt, '2017-08-20', '2017-08-16', '2017-08-18', true],
    ['known to be decided', prompt, '2017-08-20', '2017-08-17', '2017-08-25', false],
    ['true before it was recorded', late, '2017-08-18', NOW, '2017-08-25', false],
    ['not yet recorded', late, '2017-08-18', '2017-08-18', '2017-08-18', true],
    ['not yet recorded, after the due date', late, '2017-08-20', '2017-08-20', '2017-08-18', true],
    ['recorded', late, '2017-08-21', '2017-08-21', '2017-08-25', false],
    ['true on the day of the decision only', late, '2017-08-16', NOW, '2017-08-18', true],
    ['granted after the due date: not yet', after, '2017-08-21', NOW, '2017-08-18', true],
    ['granted after the due date: from then on', after, '2017-08-22', NOW, '2017-09-01', false],
    ['granted after the due date: later', after, '2017-10-01', NOW, '2017-09-01', false],
  ])('%s', (_, extensions, asOf, knownAt, dueOn, isPending) => {
    const resolved = resolveDeadline(facts({ extensions }), TARGET, at(asOf, knownAt));
    expect([resolved.dueOn, resolved.pending !== null]).toEqual([dueOn, isPending]);
    expect(resolved.moved).toBe(dueOn !== '2017-08-18');
    expect(resolveDeadline(facts({ extensions }), { ...TARGET, applicationId: Y }, at(asOf, knownAt))).toMatchObject({
      dueOn: '2017-08-18',
      pending: null,
    });
  });

  test.each<[string, Partial<ExtensionFact>, string]>([
    [
      'refused',
      { decision: { granted: false, grantedOn: null, effectiveAt: noon('2017-08-17'), recordedAt: noon('2017-08-17') } },
      'refused',
    ],
    ['withdrawn', { decision: null, withdrawnAt: noon('2017-08-16') }, 'withdrawn'],
    ['asked', { decision: null }, 'asked'],
    ['granted', {}, 'granted'],
  ])('%s', (_, more, state) => {
    expect(extensionState(extension(more), at(NOW))).toBe(state);
    expect(extensionState(extension(more), at('2017-08-14'))).toBe('none');
    const { dueOn, pending } = resolveDeadline(facts({ extensions: [extension(more)] }), TARGET, at(NOW));
    expect([dueOn, pending !== null]).toEqual([state === 'granted' ? '2017-08-25' : '2017-08-18', state === 'asked']);
  });

  test.each<[string, ExtensionFact[], string]>([
    [
      'the latest date counts, not the last decision',
      [extension({ decision: granted('2017-09-08', '2017-08-16') }), extension({ id: 'e2' })],
      '2017-09-08',
    ],
    [
      'for everybody and for one',
      [extension({ applicationIds: null }), extension({ id: 'e2', decision: granted('2017-08-30', '2017-08-18') })],
      '2017-08-30',
    ],
    ['one that would shorten does not', [extension({ decision: granted('2017-08-10', '2017-08-09') })], '2017-08-18'],
    ['one of another deadline does not', [extension({ deadlineId: 'other' })], '2017-08-18'],
    ['a group that he is in', [extension({ applicationIds: [Y, X] })], '2017-08-25'],
    ['a group that he is not in', [extension({ applicationIds: [Y] })], '2017-08-18'],
    ['the whole program', [extension({ applicationIds: null })], '2017-08-25'],
  ])('%s', (_, extensions, dueOn) => {
    expect(resolveDeadline(facts({ extensions }), TARGET, at(NOW)).dueOn).toBe(dueOn);
  });
});

describe('a stay, before and after the due instant', () => {
  test.each<[string, LegalOrder[], string, string, boolean]>([
    ['before it began', [stay('2017-08-10', '2017-08-20')], '2017-08-09', '2017-08-18', false],
    ['while it lasts, before the date', [stay('2017-08-10', '2017-08-20')], '2017-08-12', '2017-08-18', true],
    ['while it lasts, past the date', [stay('2017-08-10', '2017-08-20')], '2017-08-19', '2017-08-18', true],
    ['when it ends', [stay('2017-08-10', '2017-08-20')], '2017-08-20', '2017-08-28', false],
    ['later', [stay('2017-08-10', '2017-08-20')], NOW, '2017-08-28', false],
    ['without an end', [stay('2017-08-10', null)], NOW, '2017-08-18', true],
    ['begun on the due date', [stay('2017-08-18', '2017-08-25')], NOW, '2017-08-25', false],
    ['begun after the due date: it stands still', [stay('2017-08-19', '2017-08-25')], '2017-08-20', '2017-08-18', true],
    ['begun after the due date: nothing is given back', [stay('2017-08-19', '2017-08-25')], NOW, '2017-08-18', false],
    ['two, one after the other', [stay('2017-08-01', '2017-08-05'), stay('2017-08-10', '2017-08-12')], NOW, '2017-08-24', false],
    [
      'the second reached only because of the first',
      [stay('2017-08-10', '2017-08-15'), stay('2017-08-20', '2017-08-30')],
      NOW,
      '2017-09-02',
      false,
    ],
    ['two that overlap count once', [stay('2017-08-01', '2017-08-08'), stay('2017-08-05', '2017-08-11')], NOW, '2017-08-28', false],
    ['across the clock change in fall', [stay('2017-08-10', '2017-11-10')], NOW, '2017-11-18', false],
    ['across the end of the year', [stay('2017-08-10', '2018-01-10')], NOW, '2018-01-18', false],
    ['across a leap day', [stay('2017-08-10', '2020-03-10')], NOW, '2020-03-18', false],
    ['for another applicant', [stay('2017-08-10', '2017-08-20', { parties: 'named', applicationIds: [Y] })], NOW, '2017-08-18', false],
    ['for all but him', [stay('2017-08-10', null, { parties: 'all_but_named', applicationIds: [X] })], NOW, '2017-08-18', false],
    ['for another condition', [stay('2017-08-10', null, { conditionIds: ['notice'] })], NOW, '2017-08-18', false],
    ['for this condition', [stay('2017-08-10', '2017-08-11', { conditionIds: ['access'] })], NOW, '2017-08-19', false],
    // It reaches back, but nobody had it before it was decided.
    ['decided later, asked before', [stay('2017-08-10', null, { decidedOn: '2017-08-20' })], '2017-08-19', '2017-08-18', false],
    ['decided later, asked after', [stay('2017-08-10', null, { decidedOn: '2017-08-20' })], '2017-08-20', '2017-08-18', true],
    ['decided later, and over', [stay('2017-08-10', '2017-08-25', { decidedOn: '2017-08-20' })], NOW, '2017-09-02', false],
    ['of a day that begins and ends at once', [stay('2017-08-10', '2017-08-10')], NOW, '2017-08-18', false],
  ])('%s', (_, orders, asOf, dueOn, paused) => {
    expect(resolveDeadline(facts({ orders }), TARGET, { asOf: noon(asOf), knownAt: noon(NOW) })).toMatchObject({ dueOn, paused });
  });

  test.each<[string, string, string | null, string, boolean]>([
    ['over before the deadline was set: it takes nothing', '2017-07-01', '2017-07-20', '2017-08-18', false],
    ['over on the day it was set', '2017-07-01', '2017-08-03', '2017-08-18', false],
    ['begun before and over later: from the day it was set', '2017-07-01', '2017-08-10', '2017-08-25', false],
    ['begun before and still in force', '2017-07-01', null, '2017-08-18', true],
    ['begun on the day it was set', '2017-08-03', '2017-08-10', '2017-08-25', false],
  ])('a deadline that was set on August 3; a stay %s', (_, from, to, dueOn, paused) => {
    const base = { ...facts().base, setOn: '2017-08-03' };
    const resolved = resolveDeadline(facts({ base, orders: [stay(from, to)] }), TARGET, at(NOW));
    expect(resolved).toMatchObject({ dueOn, paused });
    if (to === '2017-08-10' && from < '2017-08-03')
      expect(resolved.steps.join(' ')).toContain('It stood still from August 3, 2017 until August 10, 2017');
  });

  test.each<[string, string, string, boolean]>([
    ['known before it was recorded', '2017-08-15', '2017-08-18', false],
    ['known, its end not', '2017-08-25', '2017-08-18', true],
    ['its end known', '2017-09-02', '2017-08-28', false],
  ])('what was known: %s', (_, knownAt, dueOn, paused) => {
    // Recorded on August 16; its end, August 20, recorded on September 1.
    const first = stay('2017-08-10', null, { recordedAt: noon('2017-08-16'), supersededAt: noon('2017-09-01') });
    const second = { ...first, version: 2, validTo: '2017-08-20', recordedAt: noon('2017-09-01'), supersededAt: null };
    expect(resolveDeadline(facts({ orders: [first, second] }), TARGET, at('2017-08-25', knownAt))).toMatchObject({ dueOn, paused });
  });

  test.each<[string, DeadlineRule, string, string, string]>([
    ['business days: Thursday to Tuesday is three', RULE, '2017-08-10', '2017-08-15', '2017-08-23'],
    ['business days: over a weekend none', RULE, '2017-08-12', '2017-08-14', '2017-08-18'],
    ['business days: over Labor Day', RULE, '2017-08-10', '2017-09-05', '2017-09-13'],
    ['business days: over the end of the year', RULE, '2017-08-17', '2018-01-03', '2018-01-04'],
    ['days, rolled on from Sunday', { ...RULE, unit: 'days' }, '2017-08-10', '2017-08-12', '2017-08-21'],
    ['days, rolled back from Sunday', { ...RULE, unit: 'days', roll: 'previous' }, '2017-08-10', '2017-08-12', '2017-08-18'],
    ['days, not rolled', { ...RULE, unit: 'days', roll: 'none' }, '2017-08-10', '2017-08-12', '2017-08-20'],
  ])('by the rule: %s', (_, rule, from, to, dueOn) => {
    const base = { ...facts().base, rule };
    expect(resolveDeadline(facts({ base, orders: [stay(from, to)] }), TARGET, at(NOW)).dueOn).toBe(dueOn);
  });
});

describe('extensions and stays together', () => {
  test.each<[string, ExtensionFact[], LegalOrder[], string]>([
    ['granted before the stay: the stay moves it', [extension()], [stay('2017-08-20', '2017-08-23')], '2017-08-28'],
    [
      'granted during the stay: what was left of it',
      [extension({ decision: granted('2017-08-30', '2017-08-15') })],
      [stay('2017-08-10', '2017-08-20')],
      '2017-09-04',
    ],
    [
      'granted after the stay: as it was granted',
      [extension({ decision: granted('2017-08-30', '2017-08-21') })],
      [stay('2017-08-10', '2017-08-20')],
      '2017-08-30',
    ],
    [
      'granted to less than the stay gave',
      [extension({ decision: granted('2017-08-22', '2017-08-21') })],
      [stay('2017-08-10', '2017-08-20')],
      '2017-08-28',
    ],
  ])('%s', (_, extensions, orders, dueOn) => {
    expect(resolveDeadline(facts({ extensions, orders }), TARGET, at(NOW)).dueOn).toBe(dueOn);
  });
});

describe('the instant, in six zones', () => {
  const days = [
    ['a clock set forward', '2017-03-12', '2017-03-13', 'summer'],
    ['a clock set back', '2017-11-05', '2017-11-06', 'winter'],
    ['the end of the year', '2017-12-31', '2018-01-01', 'winter'],
    ['a leap day', '2020-02-29', '2020-03-01', 'winter'],
    ['summer', '2018-08-31', '2018-09-01', 'summer'],
  ] as const;
  const table = SIX_ZONES.flatMap((place) => days.map(([what, dueOn, next, season]) => [what, place, dueOn, next, place[season]] as const));

  test.each(table)('extended to %s in %o, %s', (_, { zone }, dueOn, next, offset) => {
    const base = { id: 'd', dueOn: '2017-01-10', cutOff: null, zone, rule: null, setOn: null };
    const extensions = [extension({ decision: granted(dueOn, '2017-01-05'), askedAt: noon('2017-01-04'), recordedAt: noon('2017-01-04') })];
    const resolved = resolveDeadline(facts({ base, extensions }), TARGET, at(NOW));
    expect(resolved.dueOn).toBe(dueOn);
    // One microsecond before midnight there, by an offset written down by hand.
    expect(Date.parse(resolved.dueAt)).toBe(Date.parse(`${next}T00:00:00${offset}`) - 1);
    expect(resolved.assumed).toEqual(['time']);
  });

  test.each(table)('a stay moves it to %s in %o, %s: a day for a day, with the same time of day', (_, { zone }, dueOn, _next, offset) => {
    const base = { id: 'd', dueOn: '2017-01-10', cutOff: '17:00', zone, rule: null, setOn: null };
    const to = new Date(Date.parse('2017-01-02') + Date.parse(dueOn) - Date.parse('2017-01-10')).toISOString().slice(0, 10);
    const resolved = resolveDeadline(facts({ base, orders: [stay('2017-01-02', to)] }), TARGET, at(NOW));
    expect(Date.parse(resolved.dueAt)).toBe(Date.parse(`${dueOn}T17:00:00${offset}`));
  });
});

describe('flags follow the deadline that counts', () => {
  const context = { recordBasis: 'own_files', programZone: EASTERN, applicantZone: null, zoneStated: true, dueSoonDays: 3 } as const;
  const flagsAt = (asOf: string, more: Partial<DeadlineFacts>) => {
    const { dueAt, dueOn, paused } = resolveDeadline(facts(more), TARGET, { asOf, knownAt: noon(NOW) });
    return flagsOf({ status: 'requested', dueAt, dueOn, controlledElsewhere: false, disputed: false, paused }, { ...context, asOf });
  };
  const until = '2017-08-26T03:59:59.999999Z';
  test.each<[string, string, Partial<DeadlineFacts>, string[]]>([
    ['the last instant of the extended day', until, { extensions: [extension()] }, ['due_soon']],
    ['the instant after it', '2017-08-26T04:00:00.000000Z', { extensions: [extension()] }, ['overdue']],
    ['without it, the day after the first date', noon('2017-08-19'), {}, ['overdue']],
    ['with it, the day after the first date', noon('2017-08-19'), { extensions: [extension()] }, []],
    ['stayed, long past the date', noon('2017-12-01'), { orders: [stay('2017-08-10', null)] }, ['stayed']],
    ['lifted, before the moved date', noon('2017-08-27'), { orders: [stay('2017-08-10', '2017-08-20')] }, ['due_soon']],
    ['lifted, after the moved date', noon('2017-08-29'), { orders: [stay('2017-08-10', '2017-08-20')] }, ['overdue']],
    ['asked only: it is overdue', noon('2017-08-19'), { extensions: [extension({ decision: null })] }, ['overdue']],
  ])('%s', (_, asOf, more, flags) => {
    expect(flagsAt(asOf, more)).toEqual(flags);
  });
});
