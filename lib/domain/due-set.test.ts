/** The steps that explain a deadline, and the set of deadlines that lists are joined to. */
import { describe, expect, it } from 'vitest';
import { dueSetOf, resolveFor } from './due-set.ts';
import { at, EASTERN, extension, facts, granted, NOW, noon, RULE, stay, TARGET, X, Y } from './resolve-deadline.fixture.ts';
import { type DeadlineMove, resolveDeadline } from './resolve-deadline.ts';

describe('steps', () => {
  it('name what set the date, what moved it, and what was assumed', () => {
    const resolved = resolveDeadline(facts({ extensions: [extension()], orders: [stay('2017-08-20', '2017-08-23')] }), TARGET, at(NOW));
    expect(resolved.steps).toEqual([
      'The source states August 18, 2017.',
      'An extension to August 25, 2017 was granted on August 17, 2017.',
      'It stood still from August 20, 2017 until August 23, 2017 (Example District Court, No. 00-1, August 20, 2017): 3 days. It moves to August 28, 2017.',
      'No time of day is stated: the end of that day is assumed.',
      "No time zone is stated: the program's zone, Eastern, is assumed.",
      'In UTC that is 2017-08-29T03:59:59.999999Z, the last instant that is in time.',
    ]);
    expect(resolved.assumed).toEqual(['time', 'zone']);
  });

  it('say that more time was asked for, and that a stay goes on', () => {
    const steps = resolveDeadline(
      facts({ extensions: [extension({ decision: null })], orders: [stay('2017-08-16', null)] }),
      TARGET,
      at(NOW),
    ).steps;
    expect(steps.find((step) => step.startsWith('It stands still from August 16, 2017'))).toMatch(/When the suspension ends it moves/);
    // "Stayed" is said of orders.
    expect(steps.join(' ')).not.toMatch(/[Ss]tay/);
    expect(steps.at(-1)).toMatch(/has been asked for. It is not decided/);
  });

  it('a computed deadline that a calendar moved names both dates', () => {
    const base = { ...facts().base, rule: RULE };
    const move: DeadlineMove = {
      id: 'm',
      deadlineId: 'd',
      dueOn: '2017-08-21',
      why: 'August 14, 2017 was added as a day off.',
      effectiveAt: noon('2017-08-08'),
      recordedAt: noon('2017-08-08'),
    };
    const moved = resolveDeadline(facts({ base, moves: [move] }), TARGET, at(NOW));
    expect(moved.dueOn).toBe('2017-08-21');
    expect(moved.steps.some((step) => step.includes('August 14, 2017 was added as a day off.'))).toBe(true);
    expect(resolveDeadline(facts({ base, moves: [move] }), TARGET, at('2017-08-07', NOW)).dueOn).toBe('2017-08-18');
    expect(resolveDeadline(facts({ base, moves: [move] }), TARGET, at(NOW, '2017-08-07')).dueOn).toBe('2017-08-18');
    expect(resolveDeadline(facts({ base }), TARGET, at(NOW)).steps[1]).toMatch(/^11 business days after it/);
  });
});

describe('the set that lists are joined to', () => {
  const program = {
    deadlines: [facts().base, { ...facts().base, id: 'd2', dueOn: '2017-09-15' }],
    moves: [],
    extensions: [
      extension(),
      extension({ id: 'e2', deadlineId: 'd2', applicationIds: null, decision: granted('2017-10-01', '2017-08-20') }),
    ],
    orders: [stay('2017-08-10', '2017-08-12', { parties: 'named', applicationIds: [Y], conditionIds: ['notice'] })],
    calendars: new Map(),
    calendar: 'us_federal',
    zone: EASTERN,
  };
  it('has for every applicant and condition what is resolved for it alone', () => {
    const set = dueSetOf(program, at(NOW));
    const rest = (ids: readonly string[], id: string): string | null => (ids.includes(id) ? id : null);
    for (const base of program.deadlines) {
      for (const applicationId of [X, Y, 'z']) {
        for (const conditionId of ['access', 'notice', 'hold']) {
          const [a, c] = [rest(set.applicationIds, applicationId), rest(set.conditionIds, conditionId)];
          const row = set.rows.find((one) => one.deadlineId === base.id && one.applicationId === a && one.conditionId === c);
          const alone = resolveFor(program, base, { applicationId, conditionId }, at(NOW));
          expect(row?.resolved.dueOn ?? base.dueOn, `${base.id} ${applicationId} ${conditionId}`).toBe(alone.dueOn);
        }
      }
    }
    expect(new Set(set.rows.map(({ resolved }) => resolved.dueOn)).size).toBeGreaterThan(2);
  });

  it('is empty before anything was known, and takes ten thousand applicants', () => {
    expect(dueSetOf(program, at('2017-08-01')).rows).toEqual([]);
    const many = Array.from({ length: 10_000 }, (_, index) => `a${index}`);
    const began = performance.now();
    const set = dueSetOf({ ...program, extensions: [extension({ applicationIds: many })] }, at(NOW));
    expect(set.rows.filter(({ deadlineId }) => deadlineId === 'd').length).toBeGreaterThanOrEqual(10_000);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
