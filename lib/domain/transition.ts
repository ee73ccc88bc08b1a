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
  /** Whose act, record or statement it is, where that is on record. */
  issuerOrganizationId?: string | null | undefined;
  sealed?: boolean | undefined;
  superseded?: boolean | undefined;
  /** Rejected on this very assessment: it must be accepted there first. */
  rejected?: boolean | undefined;
}

/** Which classes carry which conclusion; the same pairs fill the lookup table `status_evidence`. */
export const EVIDENCE_FOR: Partial<Record<Status, readonly EvidenceClass[]>> = {
  met: ['A', 'B', 'C', 'D', 'E', 'F'],
  partly_met: ['A', 'B', 'C', 'D', 'E', 'F'],
  not_met: ['A', 'B', 'C', 'D', 'E', 'F'],
  unable_to_determine: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
  not_applicable: ['A', 'B', 'C', 'D', 'E'],
  waived: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
  withdrawn: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
};

/** The conclusions for which something must come from the body in control, where that is another. */
const FROM_BODY_IN_CONTROL: readonly Status[] = ['met', 'partly_met', 'not_met'];

export const inForce = (item: EvidenceForRule, on: string): boolean =>
  (item.inForceFrom === null || item.inForceFrom <= on) && (item.inForceTo === null || on <= item.inForceTo);

/** Who is in control of what an assessment is about. */
export interface ControlForRule {
  controlledElsewhere: boolean;
  /** Organizations that must act. */
  responsibleIds: readonly string[];
}

export interface Conclusion {
  to: Status;
  /** The day it takes effect, in the program's zone. */
  on: string;
  details: Record<string, unknown>;
  control?: ControlForRule | undefined;
}

/** A decision of the funder, or silence with its log of reminders, stands in for evidence. */
function needsNone({ to, details }: Conclusion): boolean {
  if (to === 'not_applicable' && typeof details.funderDecision === 'string' && details.funderDecision.trim() !== '') return true;
  return to === 'unable_to_determine' && String(details.reasonCode).startsWith('no_response');
}

/** The classes that carry a conclusion; null where it needs no evidence. What is said of practice needs an operational record. */
export function classesFor(conclusion: Conclusion): readonly EvidenceClass[] | null {
  const classes = EVIDENCE_FOR[conclusion.to];
  if (!classes || needsNone(conclusion)) return null;
  return conclusion.details.claim === 'practice' ? ['F'] : classes;
}

/** Whether an item carries the conclusion by itself, wherever it comes from. */
export const carries = (item: EvidenceForRule, conclusion: Conclusion, classes: readonly EvidenceClass[]): boolean =>
  classes.includes(item.class) && !item.sealed && !item.superseded && !item.rejected && inForce(item, conclusion.on);

const rangeOf = (classes: readonly EvidenceClass[]): string =>
  classes.length === 1 ? `class ${classes[0]}` : `class ${classes[0]} to ${classes[classes.length - 1]}`;

/**
 * What a conclusion still needs of its evidence, in a sentence; null when nothing. News alone supports nothing; a letter alone
 * supports only "unable to determine"; where another body is in control, something must come from it.
 * Source: the transition table of the design, section 4.
 */
export function missingEvidence(items: readonly EvidenceForRule[], conclusion: Conclusion): string | null {
  const label = statusRules[conclusion.to].label;
  if (items.some((item) => item.sealed)) return 'An item was sealed as sent in error. Nothing can rest on it.';
  if (items.some((item) => item.rejected)) return 'An item was rejected for this assessment. Accept it first, with a reason.';
  const classes = classesFor(conclusion);
  if (!classes) return null;
  const usable = items.filter((item) => classes.includes(item.class));
  const carrying = items.filter((item) => carries(item, conclusion, classes));
  if (usable.length === 0) {
    const given = items.length > 0 ? ` Given: class ${[...new Set(items.map((item) => item.class))].join(', ')}.` : '';
    const practice = conclusion.details.claim === 'practice' ? ' of practice' : '';
    return `${label}${practice} needs accepted evidence of ${rangeOf(classes)}.${given}`;
  }
  if (carrying.length === 0 && usable.every((item) => item.superseded)) return `${label} needs evidence that was not superseded.`;
  if (carrying.length === 0) return `${label} needs evidence in force on ${conclusion.on}; none of the items given was.`;
  const { control } = conclusion;
  if (!control?.controlledElsewhere || !FROM_BODY_IN_CONTROL.includes(conclusion.to)) return null;
  const fromThere = carrying.some((item) => control.responsibleIds.includes(item.issuerOrganizationId ?? ''));
  return fromThere ? null : `${label} needs evidence from the body in control: another body decides what is done here.`;
}

/** @throws AppError `evidence_required` saying what is missing */
export function requireEvidence(items: readonly EvidenceForRule[], conclusion: Conclusion): void {
  const missing = missingEvidence(items, conclusion);
  if (missing !== null) throw new AppError('evidence_required', missing, { field: 'evidenceIds' });
}
