import { describe, expect, it, test } from 'vitest';
import { type EligibilityCondition, eligibilityOf, NOT_A_DECISION } from './eligibility.ts';
import { STATUSES, type Status } from './status.ts';

const TITLES: Record<string, string> = { access: 'Jail access', notice: 'Release notification', hold: 'Detainer holds' };

function condition(conditionRef: string, status: Status, more: Partial<EligibilityCondition> = {}): EligibilityCondition {
  return { conditionRef, title: TITLES[conditionRef] ?? conditionRef, tracked: true, status, assessmentId: `id-${conditionRef}`, ...more };
}

describe('eligibilityOf', () => {
  const SATISFIED: readonly Status[] = ['met', 'waived', 'not_applicable'];

  it.each(STATUSES)('counts %s beside a condition that is met', (status) => {
    const expected = SATISFIED.includes(status) ? 'satisfied' : status === 'not_met' ? 'not_met' : 'open';
    expect(eligibilityOf([condition('access', 'met'), condition('notice', status)]).verdict).toBe(expected);
  });

  it.each(STATUSES)('counts %s as open once it has expired', (status) => {
    expect(eligibilityOf([condition('access', status, { expired: true })]).verdict).toBe('open');
  });

  test.each<[string, EligibilityCondition[], string]>([
    ['no conditions', [], 'Open'],
    ['none tracked', [condition('hold', 'met', { tracked: false })], 'Open'],
    ['all barred', [condition('access', 'met', { barredBy: 'Order 1' })], 'Open'],
    ['not met outweighs open', [condition('access', 'requested'), condition('notice', 'not_met')], 'At least one not met'],
    [
      'a barred one that is not met',
      [condition('access', 'met'), condition('notice', 'not_met', { barredBy: 'Order 1' })],
      'All tracked conditions satisfied',
    ],
    [
      'an untracked one that is not met',
      [condition('access', 'met'), condition('hold', 'not_met', { tracked: false })],
      'All tracked conditions satisfied',
    ],
    ['barredBy null', [condition('access', 'not_met', { barredBy: null })], 'At least one not met'],
    ['not expired', [condition('access', 'waived', { expired: false })], 'All tracked conditions satisfied'],
  ])('%s', (_, conditions, label) => {
    expect(eligibilityOf(conditions).label).toBe(label);
  });

  it('names every condition, what it counted for and why', () => {
    const result = eligibilityOf([
      condition('access', 'waived', { expired: true }),
      condition('notice', 'met', { barredBy: 'the order of September 15, 2017' }),
      condition('hold', 'not_started', { tracked: false }),
      condition('other', 'met', { expired: true }),
    ]);
    expect(result.explanation).toEqual([
      'Jail access: Waived, but the waiver has expired. Counts as open.',
      'Release notification: barred by the order of September 15, 2017. Left out.',
      'Detainer holds: recorded, not tracked. Left out.',
      'other: Met, but on evidence no longer in force. Counts as open.',
    ]);
    expect(result.basis[1]).toEqual({
      conditionRef: 'notice',
      title: 'Release notification',
      assessmentId: 'id-notice',
      status: 'met',
      countsAs: 'left_out',
      barredBy: 'the order of September 15, 2017',
      why: 'Release notification: barred by the order of September 15, 2017. Left out.',
    });
  });

  it('says so when nothing is left to count', () => {
    expect(eligibilityOf([condition('hold', 'met', { tracked: false })]).explanation.at(-1)).toBe('No tracked condition is left to count.');
  });

  it('keeps the fixed line', () => {
    expect(NOT_A_DECISION).toBe('This is not a decision by the funder.');
  });
});
