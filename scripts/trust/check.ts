/** Small tools of trust tests: counting, asking for refusals, percentiles. */
import type { TrustControl, TrustFigures } from './types.ts';

const SHOWN = 5;

/** Counts what was tried and keeps the first things that went wrong. */
export interface Tally {
  /** Counts one attempt. `problem` is only asked for when it failed. */
  check(good: boolean, problem: string | (() => string)): void;
  failed(): number;
  /** The result of the test. */
  figures(figures: Record<string, number | string>, control: TrustControl, notes?: string): TrustFigures;
}

export function createTally(): Tally {
  let tried = 0;
  let failed = 0;
  const problems: string[] = [];
  return {
    check(good, problem) {
      tried += 1;
      if (good) return;
      failed += 1;
      if (problems.length < SHOWN) problems.push(typeof problem === 'string' ? problem : problem());
    },
    failed: () => failed,
    figures(figures, control, notes) {
      const said = [...(notes ? [notes] : []), ...problems].join('\n');
      return { tried, passed: tried - failed, failed, figures, control, ...(said ? { notes: said } : {}) };
    },
  };
}

export const ACCEPTED = 'accepted';

/** `accepted`, or the code of the refusal that this work ended in; anything else is said as it is. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return ACCEPTED;
  } catch (error) {
    return (error as { code?: string }).code ?? `fault: ${String(error)}`;
  }
}

/** The value below which this share of the values lie; `p` from 0 to 1. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

/**
 * Measures a difference in time again until it is small or the rounds are used up. A machine that does other things may spoil a
 * round; a difference that is really there shows in every one. All rounds go into the figures, so that the least is not taken for
 * what is usual.
 * @returns the least, and the figures to print in percent
 */
export async function leastGap(
  limits: { rounds: number; most: number },
  measure: () => Promise<number>,
): Promise<{ least: number; figures: Record<string, number> }> {
  const gaps: number[] = [];
  while (gaps.length < limits.rounds && gaps.every((gap) => gap > limits.most)) gaps.push(await measure());
  const least = Math.min(...gaps);
  const inPercent = (gap: number): number => rounded(gap * 100, 2);
  const figures = {
    rounds: gaps.length,
    'least gap in percent': inPercent(least),
    'median gap in percent': inPercent(percentile(gaps, 0.5)),
    'largest gap in percent': inPercent(Math.max(...gaps)),
  };
  return { least, figures };
}

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** How often each value occurs. */
export function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
