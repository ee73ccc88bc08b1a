/** Corrects the record, or undoes the last change: nothing is erased, a later event says what holds from when. */
import { recordStatus as appendStatus } from '#lib/data/history.ts';
import { supersedeLetters } from '#lib/data/letters.ts';
import { AppError } from '#lib/domain/errors.ts';
import { may } from '#lib/domain/permission.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { concludes } from '#lib/domain/status.ts';
import { startOfDay } from '#lib/domain/time.ts';
import {
  type CorrectionInput,
  correctionInput,
  effectiveInstant,
  lockVersion,
  parseInput,
  requireOneEffective,
  requireReason,
  requireVersion,
} from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { type CorrectedEvent, findCorrected, requireHeldStatus } from './corrected-event.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

/** The last editor may undo open work; what an import recorded has no such person, so any analyst may. Others need the right to reopen. */
function requireCorrector(context: Context, home: AssessmentHome, corrected: CorrectedEvent): void {
  const actor = requireActor(context);
  const own =
    (actor.principalId === corrected.actorId || corrected.actorKind === 'import') &&
    may(actor.grants, 'correct_open_work', home.program.id);
  if (own || may(actor.grants, 'reopen', home.program.id)) return;
  throw new AppError('forbidden', 'Only the person who recorded this, or a reviewer, can correct it.');
}

/**
 * What the correction writes. Taking back the newest step brings back everything that held before it, span by span; any other
 * correction says itself what held from when.
 */
function changeOf(context: Context, home: AssessmentHome, corrected: CorrectedEvent, input: CorrectionInput, isNewest: boolean) {
  const last = corrected.before[corrected.before.length - 1] ?? corrected.before[0];
  const dated = input.effectiveOn !== undefined || input.effectiveAt !== undefined;
  if (isNewest && !dated && input.then === undefined && input.to === last.set.status) {
    const [first, ...later] = corrected.before;
    return { effectiveAt: corrected.effectiveAt, patch: first.set, steps: later, undone: true };
  }
  return {
    effectiveAt: dated ? effectiveInstant(context, home.program, input) : corrected.effectiveAt,
    patch: { status: input.to },
    steps: (input.then ?? []).map((step) => ({ effectiveAt: startOfDay(step.effectiveOn, home.program.zone), set: { status: step.to } })),
    undone: false,
  };
}

/** @throws AppError in the order of the API's codes; `needs_proposal` for anything that touches a finding */
export async function correctStatus(context: Context, id: string, version: number | null, body: unknown): Promise<AssessmentRow> {
  const home = await loadHome(context, id, ['correct_open_work', 'reopen']);
  const input = parseInput(correctionInput, body);
  requireOneEffective(input);
  const expected = requireVersion(version);
  return write(context, `correct:${id}`, [input, expected], async (tx) => {
    const locked = await lockVersion(tx, home, expected);
    const corrected = await findCorrected(tx, home, input.corrects);
    requireCorrector(context, home, corrected);
    const targets = [input.to, ...(input.then ?? []).map((step) => step.to)];
    for (const target of targets) await requireHeldStatus(tx, home, target);
    if ([locked.status, ...targets].some(concludes)) {
      throw new AppError('needs_proposal', 'This touches a finding or a closure, so it needs a proposal that another person approves.');
    }
    const reason = requireReason(input.reason);
    const { undone, ...change } = changeOf(context, home, corrected, input, input.corrects === locked.stateVersion);
    await appendStatus(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      expectedVersion: expected,
      kind: 'status_corrected',
      reason,
      payload: { corrects: input.corrects, from: locked.status, to: input.to, ...(input.then ? { then: input.then } : {}) },
      ...change,
    });
    // What rested on a letter no longer does; the letter itself stays on record.
    if (undone) await supersedeLetters(tx, home.program.id, home.id, corrected);
    return readBack(tx, context, home);
  });
}
