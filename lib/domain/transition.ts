/**
 * Which status may follow which, who moves it, and what the move needs.
 * The same pairs fill the lookup table `status_transition`, which the SQL function record_status asks again.
 */
import { AppError } from './errors.ts';
import type { EvidenceClass } from './evidence-class.ts';
import type { Action } from './permission.ts';
import { concludes, isClosed, STATUSES, type Status, statusRules } from './status.ts';

export interface TransitionRule {
  from: Status;
  to: Status;
  /** The action that moves it, or that proposes the move. */
  action: Action;
  /** The action that approves it; null when one person is enough. */
  approvedBy: Action | null;
}

const pairs = (from: readonly Status[], to: readonly Status[], action: Action, approvedBy: Action | null): TransitionRule[] =>
  from.flatMap((source) => to.filter((target) => target !== source).map((target) => ({ from: source, to: target, action, approvedBy })));

const notClosed = STATUSES.filter((status) => !isClosed(status));
const concluded = STATUSES.filter(concludes);

export const TRANSITIONS: readonly TransitionRule[] = [
  ...pairs(['not_started'], ['requested'], 'record_status', null),
  ...pairs(['not_started', 'requested', 'info_requested'], ['submitted'], 'record_answer', null),
  ...pairs(['submitted', 'requested', 'info_requested'], ['under_review'], 'record_status', null),
  ...pairs(['under_review'], ['info_requested'], 'record_status', null),
  ...pairs(['under_review'], ['met', 'partly_met', 'not_met', 'unable_to_determine'], 'propose', 'approve_finding'),
  ...pairs(['not_started', 'requested', 'under_review'], ['not_applicable'], 'propose', 'approve_finding'),
  ...pairs(notClosed, ['waived'], 'propose', 'approve_closure'),
  ...pairs(STATUSES, ['withdrawn'], 'propose', 'approve_closure'),
  ...pairs(concluded, ['under_review'], 'reopen', null),
];

export const findTransition = (from: Status, to: Status): TransitionRule | null =>
  TRANSITIONS.find((rule) => rule.from === from && rule.to === to) ?? null;

export const transitionsFrom = (from: Status): TransitionRule[] => TRANSITIONS.filter((rule) => rule.from === from);

/** @throws AppError `illegal_transition` naming both statuses and what is possible instead. */
export function requireTransition(from: Status, to: Status): TransitionRule {
  const rule = findTransition(from, to);
  if (rule) return rule;
  const possible = transitionsFrom(from).map((next) => statusRules[next.to].label);
  throw new AppError(
    'illegal_transition',
    `${statusRules[from].label} cannot become ${statusRules[to].label}. Possible from here: ${possible.join(', ')}.`,
    { field: 'to' },
  );
}

/** What is known of an item of evidence when a conclusion rests on it. Dates are `YYYY-MM-DD`. */
export interface EvidenceForRule {
  class: EvidenceClass;
  inForceFrom: string | null;
  inForceTo: string | null;
}

const supports: Partial<Record<Status, readonly EvidenceClass[]>> = {
  met: ['A', 'B', 'C', 'D', 'E', 'F'],
  partly_met: ['A', 'B', 'C', 'D', 'E', 'F'],
  not_met: ['A', 'B', 'C', 'D', 'E', 'F'],
  unable_to_determine: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
  not_applicable: ['A', 'B', 'C', 'D', 'E'],
  waived: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
  withdrawn: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
};

export const inForce = (item: EvidenceForRule, on: string): boolean =>
  (item.inForceFrom === null || item.inForceFrom <= on) && (item.inForceTo === null || on <= item.inForceTo);

/**
 * A conclusion needs evidence of a class that can carry it, in force on the effective date.
 * News alone supports nothing; a letter alone supports only "unable to determine".
 * @throws AppError `evidence_required`
 */
export function requireEvidence(to: Status, items: readonly EvidenceForRule[], on: string, details: Record<string, unknown>): void {
  const classes = supports[to];
  if (!classes) return;
  if (to === 'not_applicable' && typeof details.funderDecision === 'string' && details.funderDecision.trim() !== '') return;
  if (to === 'unable_to_determine' && String(details.reasonCode).startsWith('no_response')) return;
  const usable = items.filter((item) => classes.includes(item.class));
  if (usable.some((item) => inForce(item, on))) return;
  const label = statusRules[to].label;
  if (usable.length > 0) {
    throw new AppError('evidence_required', `${label} needs evidence in force on ${on}; none of the items given was.`, {
      field: 'evidenceIds',
    });
  }
  const range = `class ${classes[0]} to ${classes[classes.length - 1]}`;
  const given = items.length > 0 ? ` Given: class ${[...new Set(items.map((item) => item.class))].join(', ')}.` : '';
  throw new AppError('evidence_required', `${label} needs accepted evidence of ${range}.${given}`, { field: 'evidenceIds' });
}
