import { describe, expect, test } from 'vitest';
import { BEGINNING, FOREVER } from './periods.ts';
import {
  combine,
  combineAll,
  type OutcomeChange,
  type OutcomeInput,
  outcomeChange,
  type RelianceRule,
  type RelianceSpan,
  type Span,
  type Stance,
  type StatusStep,
  stanceOf,
  type Taken,
  wouldBecome,
} from './reliance.ts';
import type { Status } from './status.ts';

const taken = (status: Status, expiresOn: string | null = null): Taken => ({ status, expiresOn });
const day = (date: string): string => `${date}T00:00:00.000000Z`;

/** A history: `['met', '2017-03-01']` holds from that day until the next one begins. */
function history(first: Status, ...later: [Status, string, string?][]): Span[] {
  const starts = [[first, BEGINNING] as const, ...later.map(([status, from, expiry]) => [status, day(from), expiry] as const)];
  return starts.map(([status, validFrom, expiry], index) => ({
    status,
    expiresOn: expiry ?? null,
    validFrom,
    validTo: starts[index + 1]?.[1] ?? FOREVER,
  }));
}

const reliance = (rule: RelianceRule, from: string, to: string | null, ...relied: Span[][]): RelianceSpan => ({
  id: `${from}-${to}`,
  rule,
  fromAt: day(from),
  toAt: to === null ? FOREVER : day(to),
  relied,
});

describe('what several say together', () => {
  test.each<[string, RelianceRule, Status[], Status | null]>([
    ['all, one met', 'all', ['met'], 'met'],
    ['all, both met', 'all', ['met', 'met'], 'met'],
    ['all, one partly', 'all', ['met', 'partly_met'], 'partly_met'],
    ['all, one cannot be determined', 'all', ['met', 'unable_to_determine'], 'unable_to_determine'],
    ['all, partly is further from met than undetermined', 'all', ['unable_to_determine', 'partly_met'], 'partly_met'],
    ['all, not met is furthest', 'all', ['not_met', 'partly_met', 'unable_to_determine', 'met'], 'not_met'],
    ['all, one under review', 'all', ['met', 'under_review'], null],
    ['all, not met beside one that is open', 'all', ['not_met', 'requested'], null],
    ['all, one waived says nothing', 'all', ['met', 'waived'], null],
    ['all, one withdrawn says nothing', 'all', ['met', 'withdrawn'], null],
    ['any, one met', 'any', ['met', 'under_review'], 'met'],
    ['any, not met beside one that is open waits', 'any', ['not_met', 'under_review'], null],
    ['any, the nearest to met once all are found', 'any', ['not_met', 'partly_met'], 'partly_met'],
    ['any, undetermined before partly met', 'any', ['unable_to_determine', 'partly_met'], 'unable_to_determine'],
    ['any, all not met', 'any', ['not_met', 'not_met'], 'not_met'],
    ['any, none found', 'any', ['requested', 'not_started'], null],
    ['nobody named', 'all', [], null],
  ])('%s', (_, rule, statuses, expected) => {
    expect(
      combine(
        rule,
        statuses.map((status) => taken(status)),
      )?.status ?? null,
    ).toBe(expected);
  });

  test.each<[string, RelianceRule, Taken[], string | null]>([
    ['all lapse with the first', 'all', [taken('met', '2018-01-01'), taken('met', '2017-06-01')], '2017-06-01'],
    ['all without an expiry', 'all', [taken('met'), taken('met')], null],
    ['any last as long as the last of the best', 'any', [taken('met', '2018-01-01'), taken('met', '2017-06-01')], '2018-01-01'],
    ['any, one of the best never lapses', 'any', [taken('met', '2018-01-01'), taken('met')], null],
    ['any, the lapse of a worse one does not count', 'any', [taken('met', '2018-01-01'), taken('not_met', '2019-01-01')], '2018-01-01'],
  ])('%s', (_, rule, items, expected) => {
    expect(combine(rule, items)?.expiresOn).toBe(expected);
  });

  test('two reliances in force at once hold together', () => {
    expect(combineAll([taken('met'), taken('not_met')])?.status).toBe('not_met');
    expect(combineAll([taken('met'), null])).toBeNull();
  });
});

describe('whether an assessment follows', () => {
  const step = (kind: string, status: Status, on = '2017-03-01'): StatusStep => ({ kind, status, effectiveAt: day(on) });
  const changed = (status: Status, on?: string) => step('status_changed', status, on);
  const took = (status: Status) => step('outcome_taken', status);

  test.each<[string, StatusStep[], Stance]>([
    ['from the start', [], 'following'],
    ['open work', [changed('requested'), changed('under_review')], 'following'],
    ['what was taken', [changed('requested'), took('met')], 'following'],
    ['what was taken and is open again with those relied on', [took('met'), step('outcome_reopened', 'under_review')], 'following'],
    ['a direct finding', [changed('under_review'), changed('met')], 'direct'],
    ['a direct finding that a reviewer reopened', [changed('met'), changed('under_review')], 'following'],
    ['a taken finding that a reviewer reopened', [took('met'), changed('under_review')], 'aside'],
    ['more work on it', [took('met'), changed('under_review'), changed('info_requested'), changed('submitted')], 'aside'],
    ['a direct finding after it', [took('met'), changed('under_review'), changed('not_met')], 'direct'],
    ['and reopened again', [took('met'), changed('under_review'), changed('not_met'), changed('under_review')], 'following'],
    ['a waiver', [took('met'), changed('waived')], 'direct'],
    ['a waiver that was reopened', [took('met'), changed('waived'), changed('under_review')], 'following'],
    ['a correction of a taken finding to the same status', [took('met'), step('status_corrected', 'met')], 'direct'],
    ['an assignment changes nothing', [took('met'), step('note_added', 'met')], 'following'],
  ])('%s', (_, steps, expected) => {
    expect(stanceOf(steps).stance).toBe(expected);
  });
  test('it follows again from where the reopening took effect', () => {
    const reopened = stanceOf([changed('met', '2017-03-01'), changed('under_review', '2017-04-10')]);
    expect(reopened).toEqual({ stance: 'following', since: day('2017-04-10'), by: null });
  });
});

const metMarch = history('under_review', ['met', '2017-03-01']);
const input = (over: Partial<OutcomeInput>): OutcomeInput => ({
  now: day('2017-12-31'),
  status: over.own?.at(-1)?.status ?? 'under_review',
  stance: 'following',
  since: BEGINNING,
  own: history('not_started', ['under_review', '2017-01-05']),
  reliances: [reliance('all', '2017-01-01', null, metMarch)],
  ...over,
});

type Wanted = [status: Status, from: string][] | null;
const told = (change: OutcomeChange | null): Wanted =>
  change &&
  [{ effectiveAt: change.effectiveAt, set: change.set }, ...change.steps].map((one) => [one.set.status, one.effectiveAt.slice(0, 10)]);

describe('what is taken, and from when', () => {
  test.each<[string, Partial<OutcomeInput>, Wanted]>([
    ['the finding is later than the reliance', {}, [['met', '2017-03-01']]],
    ['the reliance is later than the finding', { reliances: [reliance('all', '2017-05-01', null, metMarch)] }, [['met', '2017-05-01']]],
    ['both on one day', { reliances: [reliance('all', '2017-03-01', null, metMarch)] }, [['met', '2017-03-01']]],
    ['it has been taken already', { own: history('under_review', ['met', '2017-03-01']) }, null],
    ['no finding yet', { reliances: [reliance('all', '2017-01-01', null, history('requested'))] }, null],
    ['nobody is relied on', { reliances: [] }, null],
    ['the reliance begins later than now', { reliances: [reliance('all', '2018-02-01', null, metMarch)] }, null],
    [
      'the finding was reopened',
      {
        own: history('under_review', ['met', '2017-03-01']),
        reliances: [reliance('all', '2017-01-01', null, history('under_review', ['met', '2017-03-01'], ['under_review', '2017-06-01']))],
      },
      [['under_review', '2017-06-01']],
    ],
    [
      'reopened before it was ever taken',
      { reliances: [reliance('all', '2017-01-01', null, history('under_review', ['met', '2017-03-01'], ['under_review', '2017-06-01']))] },
      [
        ['met', '2017-03-01'],
        ['under_review', '2017-06-01'],
      ],
    ],
    [
      'found otherwise after a reopening',
      {
        own: history('under_review', ['met', '2017-03-01'], ['under_review', '2017-06-01']),
        reliances: [
          reliance(
            'all',
            '2017-01-01',
            null,
            history('requested', ['met', '2017-03-01'], ['under_review', '2017-06-01'], ['not_met', '2017-07-01']),
          ),
        ],
      },
      [['not_met', '2017-07-01']],
    ],
    [
      'revoked',
      { own: history('under_review', ['met', '2017-03-01']), reliances: [reliance('all', '2017-01-01', '2017-08-01', metMarch)] },
      [['under_review', '2017-08-01']],
    ],
    [
      'revoked from before the finding',
      { own: history('under_review', ['met', '2017-03-01']), reliances: [reliance('all', '2017-01-01', '2017-02-01', metMarch)] },
      [['under_review', '2017-03-01']],
    ],
    [
      'a gap between two agreements',
      { reliances: [reliance('all', '2017-01-01', '2017-04-01', metMarch), reliance('all', '2017-06-01', null, metMarch)] },
      [
        ['met', '2017-03-01'],
        ['under_review', '2017-04-01'],
        ['met', '2017-06-01'],
      ],
    ],
    [
      'two agreements that touch leave no gap',
      { reliances: [reliance('all', '2017-01-01', '2017-04-01', metMarch), reliance('all', '2017-04-01', null, metMarch)] },
      [['met', '2017-03-01']],
    ],
    [
      'two agreements that overlap, the second body found otherwise',
      {
        reliances: [
          reliance('all', '2017-01-01', null, metMarch),
          reliance('all', '2017-05-01', '2017-09-01', history('requested', ['not_met', '2017-06-01'])),
        ],
      },
      [
        ['met', '2017-03-01'],
        ['under_review', '2017-05-01'],
        ['not_met', '2017-06-01'],
        ['met', '2017-09-01'],
      ],
    ],
    [
      'all: from the last of several findings',
      { reliances: [reliance('all', '2017-01-01', null, metMarch, history('requested', ['partly_met', '2017-04-15']))] },
      [['partly_met', '2017-04-15']],
    ],
    [
      'any: from the first that is met, and it stays',
      { reliances: [reliance('any', '2017-01-01', null, metMarch, history('requested', ['not_met', '2017-04-15']))] },
      [['met', '2017-03-01']],
    ],
    [
      'any: better when the second is met',
      {
        reliances: [
          reliance('any', '2017-01-01', null, history('requested', ['not_met', '2017-02-01']), history('requested', ['met', '2017-04-15'])),
        ],
      },
      [['met', '2017-04-15']],
    ],
    ['waived', { own: history('under_review', ['waived', '2017-02-01']) }, null],
    ['not applicable', { own: history('not_started', ['not_applicable', '2017-02-01']) }, null],
    ['withdrawn', { own: history('requested', ['withdrawn', '2017-02-01']) }, null],
    ['a direct finding', { own: history('under_review', ['not_met', '2017-02-01']), stance: 'direct' }, null],
    ['set aside for a direct finding', { stance: 'aside' }, null],
    ['never started', { own: history('not_started') }, [['met', '2017-03-01']]],
    [
      'it follows again only from the reopening of its direct finding',
      { own: history('under_review', ['not_met', '2017-02-01'], ['under_review', '2017-05-10']), since: day('2017-05-10') },
      [['met', '2017-05-10']],
    ],
    [
      'the operator was waived after its finding',
      {
        own: history('under_review', ['met', '2017-03-01']),
        reliances: [reliance('all', '2017-01-01', null, history('requested', ['met', '2017-03-01'], ['waived', '2017-07-01']))],
      },
      [['under_review', '2017-07-01']],
    ],
  ])('%s', (_, over, expected) => {
    expect(told(outcomeChange(input(over)))).toEqual(expected);
  });

  test('the expiry of the evidence comes along, and a new one is a change', () => {
    const lapsing = history('requested', ['met', '2017-03-01', '2018-06-30']);
    const change = outcomeChange(
      input({ own: history('requested', ['met', '2017-03-01']), reliances: [reliance('all', '2017-01-01', null, lapsing)] }),
    );
    expect(change?.set).toEqual({ status: 'met', expiresOn: '2018-06-30' });
    expect(outcomeChange(input({ own: lapsing, reliances: [reliance('all', '2017-01-01', null, lapsing)] }))).toBeNull();
  });

  test('what goes back to review is an event of another kind', () => {
    const change = outcomeChange(input({ own: metMarch, reliances: [reliance('all', '2017-01-01', '2017-08-01', metMarch)] }));
    expect(change?.kind).toBe('outcome_reopened');
    expect(outcomeChange(input({}))?.kind).toBe('outcome_taken');
  });
});

describe('what would change', () => {
  const relied = (...statuses: Status[]) => statuses.map((status, index) => ({ assessmentId: `${index}`, status, expiresOn: null }));
  test.each<[string, Parameters<typeof wouldBecome>, Status]>([
    ['alone', [{ status: 'requested', stance: 'following', reliances: [{ rule: 'all', relied: relied('requested') }] }, '0', 'met'], 'met'],
    [
      'with another that is open',
      [{ status: 'requested', stance: 'following', reliances: [{ rule: 'all', relied: relied('requested', 'requested') }] }, '0', 'met'],
      'requested',
    ],
    [
      'any, another open',
      [{ status: 'requested', stance: 'following', reliances: [{ rule: 'any', relied: relied('requested', 'requested') }] }, '0', 'met'],
      'met',
    ],
    [
      'a taken finding that could not be taken any longer',
      [{ status: 'met', stance: 'following', reliances: [{ rule: 'any', relied: relied('met', 'requested') }] }, '0', 'not_met'],
      'under_review',
    ],
    [
      'a direct finding stays',
      [{ status: 'partly_met', stance: 'direct', reliances: [{ rule: 'all', relied: relied('requested') }] }, '0', 'met'],
      'partly_met',
    ],
    [
      'a waiver stays',
      [{ status: 'waived', stance: 'direct', reliances: [{ rule: 'all', relied: relied('requested') }] }, '0', 'not_met'],
      'waived',
    ],
  ])('%s', (_, given, expected) => {
    expect(wouldBecome(...given)).toBe(expected);
  });
});
