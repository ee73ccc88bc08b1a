/** Carries large findings on to those that rely on them: every second, in whichever process comes first. */
import type { Context } from '#lib/operations/context.ts';
import { propagateOutcomes } from '#lib/operations/propagate-outcomes.ts';
import { every } from './every.ts';

const EVERY_MS = 1000;

export function startPropagating(db: Context['db']): void {
  every(EVERY_MS, 'carrying findings to those that rely on them', () => propagateOutcomes(db));
}
