/** Moves an assessment to another open status, with a reason and, where needed, proof. */
import { findAssessment, findConclusionSpan, type LockedAssessment } from '#lib/data/assessments.ts';
import { recordStatus as appendStatus } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { type Action, may } from '#lib/domain/permission.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { concludes, isFinding, statusRules } from '#lib/domain/status.ts';
import { checkDetails, parseDetails } from '#lib/domain/status-details.ts';
import { compareInstants, formatDate, localDateOf } from '#lib/domain/time.ts';
import { requireTransition, TRANSITIONS, type TransitionRule } from '#lib/domain/transition.ts';
import {
  type ChangeInput,
  changeInput,
  effectiveInstant,
  loadEvidence,
  lockVersion,
  parseInput,
  requireOneEffective,
  requireReason,
  requireVersion,
} from './change-input.ts';
import { collectEvidence } from './collect-evidence.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { followReopening } from './follow-outcomes.ts';
import { knownDetails } from './known-details.ts';
import { linkEvidence } from './link-evidence.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';
import { liveMoment } from './moment.ts';
import { statusEffects } from './status-effects.ts';
import { write } from './write.ts';

const WRITING: readonly Action[] = ['record_status', 'record_answer', 'propose', 'reopen'];

/** A conclusion is refused here: it is proposed by one person and approved by another. */
function requireSimpleMove(home: AssessmentHome, rule: TransitionRule): void {
  if (rule.approvedBy === null) return;
  const label = statusRules[rule.to].label;
  if (isFinding(rule.to) && !home.program.assessor) {
    throw new AppError(
      'needs_proposal',
      `${label} is a finding. A finding is proposed and approved, and this program has no assessor to make one.`,
      { field: 'to' },
    );
  }
  throw new AppError('needs_proposal', `${label} needs a proposal that another person approves.`, { field: 'to' });
}

/** Who may never move anything to this status is told so before the request is read any further. */
function requireMover(context: Context, home: AssessmentHome, body: unknown): void {
  const to = body !== null && typeof body === 'object' && 'to' in body ? body.to : undefined;
  const rules = TRANSITIONS.filter((rule) => rule.to === to);
  const { grants } = requireActor(context);
  if (rules.length === 0 || rules.some((rule) => may(grants, rule.action, home.program.id))) return;
  throw new AppError('forbidden', 'Your roles in this program do not allow this change.');
}

/**
 * @param version the version the asker saw; null is refused
 * @throws AppError in the order of the API's codes
 */
export async function recordStatus(context: Context, id: string, version: number | null, body: unknown): Promise<AssessmentRow> {
  const home = await loadHome(context, id, WRITING);
  requireMover(context, home, body);
  const input = parseInput(changeInput, body);
  requireOneEffective(input);
  checkDetails(input.to, input.details ?? {});
  const expected = requireVersion(version);
  return write(context, `record-status:${id}`, [input, expected], async (tx) => {
    const locked = await lockVersion(tx, home, expected);
    const rule = requireTransition(locked.status, input.to);
    if (!may(requireActor(context).grants, rule.action, home.program.id)) {
      throw new AppError('forbidden', 'Your roles in this program do not allow this change.');
    }
    requireSimpleMove(home, rule);
    return applyMove(tx, context, home, locked, input, expected);
  });
}

async function applyMove(
  tx: Parameters<Parameters<typeof write>[3]>[0],
  context: Context,
  home: AssessmentHome,
  locked: LockedAssessment,
  input: ChangeInput,
  expected: number,
): Promise<AssessmentRow> {
  const from = locked.status;
  const reason = requireReason(input.reason);
  const evidenceIds = await collectEvidence(tx, context, home, input, locked.responsibleIds);
  await loadEvidence(tx, context, home.program, evidenceIds);
  const details = parseDetails(input.to, input.details ?? {}, await knownDetails(tx, home, input.to));
  const effectiveAt = effectiveInstant(context, home.program, input);
  if (concludes(from) && effectiveAt !== null) await requireAfterConclusion(tx, home, from, effectiveAt);
  const effects = await statusEffects(tx, context, home, { from, to: input.to, details, evidenceIds, reason });
  await linkEvidence(tx, context, home, evidenceIds, false);
  const { version: sequence, hash } = await appendStatus(tx, actOf(context), {
    programId: home.program.id,
    assessmentId: home.id,
    expectedVersion: expected,
    kind: 'status_changed',
    reason,
    payload: {
      from,
      to: input.to,
      details,
      evidenceIds,
      answer: effects.answer,
      responseId: effects.responseId,
      requestId: effects.requestId,
    },
    effectiveAt,
    patch: effects.patch,
  });
  await followReopening(tx, context, home.program.id, from, { assessmentId: home.id, sequence, hash });
  return readBack(tx, context, home);
}

/**
 * Taken back from before it began, a conclusion would be gone from the record of those days, which takes two people.
 * @throws AppError `needs_proposal`
 */
async function requireAfterConclusion(
  tx: Parameters<Parameters<typeof write>[3]>[0],
  home: AssessmentHome,
  from: LockedAssessment['status'],
  effectiveAt: string,
): Promise<void> {
  const span = await findConclusionSpan(tx, home.program.id, home.id);
  if (span === null || compareInstants(effectiveAt, span.changed) > 0) return;
  const day = (instant: string): string => formatDate(localDateOf(instant, home.program.zone), 'long');
  const what = isFinding(from) ? 'the finding' : 'the closure';
  const early = compareInstants(effectiveAt, span.since) <= 0 ? 'This date is not after' : 'This date is within what is on record of';
  throw new AppError(
    'needs_proposal',
    `${early} ${what}, which holds from ${day(span.since)} on. Choose a day after ${day(span.changed)}, or leave the date out.`,
    { field: 'effectiveOn' },
  );
}

/** The row as it now stands, read in the same transaction. */
export async function readBack(
  tx: Parameters<Parameters<typeof write>[3]>[0],
  context: Context,
  home: AssessmentHome,
): Promise<AssessmentRow> {
  const row = await findAssessment(tx, home.program, home.id, liveMoment(context, home.program));
  if (!row) throw new Error('The assessment vanished inside its own transaction.');
  return row;
}
