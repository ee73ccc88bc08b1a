/** Records that an assessment takes its outcome from assessments of operators, on which agreement or booking, and from when. */
import type pg from 'pg';
import { z } from 'zod';
import { type BookingFact, listBookingFacts } from '#lib/data/bodies.ts';
import { lockEvidenceItems } from '#lib/data/evidence-page.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { lockWithDependents } from '#lib/data/outcomes.ts';
import { findReliable, insertReliance } from '#lib/data/reliances.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { heldOn } from '#lib/domain/facility.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { RELIANCE_RULES } from '#lib/domain/reliance.ts';
import { formatDate, startOfDay } from '#lib/domain/time.ts';
import { dateField, requireSpan } from './body-input.ts';
import { loadEvidence, lockVersion, newEvidenceInput, parseInput, requireVersion } from './change-input.ts';
import { addNewEvidence } from './collect-evidence.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { takeOwnOutcome } from './follow-outcomes.ts';
import { getProgram } from './get-program.ts';
import { linkEvidence } from './link-evidence.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

export const relianceInput = z.strictObject({
  reliesOn: z.array(z.uuid()).min(1, 'Choose whose finding is taken.').max(20),
  rule: z.enum(RELIANCE_RULES, { error: 'Choose how several findings are taken.' }),
  scope: z.string().trim().min(1, 'Say what the agreement covers.').max(2000, 'The scope is too long: at most 2,000 characters.'),
  validFrom: dateField('Say from which day it holds, as YYYY-MM-DD.'),
  validTo: dateField('The last day has to be a date, as YYYY-MM-DD.').optional(),
  evidenceId: z.uuid().optional(),
  newEvidence: newEvidenceInput.optional(),
  bookingId: z.uuid().optional(),
});
type RelianceInput = z.infer<typeof relianceInput>;

/** @throws AppError `not_found` for one that is no operator's assessment on this condition in this program */
async function requireReliable(tx: pg.PoolClient, home: AssessmentHome, ids: readonly string[]): Promise<Relied[]> {
  const found = await findReliable(tx, home.program.id, home.conditionId, ids);
  if (found.length !== new Set(ids).size) throw notFound("An operator's assessment on this condition");
  return found;
}

type Relied = Awaited<ReturnType<typeof findReliable>>[number];

/**
 * A booking says something about a body only where that body runs the place on the first day. Where it is all that a reliance rests on, it
 * has to say so of each body relied on; beside an agreement, of one.
 * @throws AppError `evidence_required`
 */
function requireRunBy(
  booking: BookingFact,
  relied: readonly Relied[],
  { validFrom, agreed }: { validFrom: string; agreed: boolean },
): void {
  const runs = booking.operations.filter((item) => heldOn(item, validFrom)).map(({ operatorId }) => operatorId);
  const others = relied.filter(({ operatorId }) => !runs.includes(operatorId));
  const held = heldOn(booking, validFrom);
  if (held && (agreed ? others.length < relied.length : others.length === 0)) return;
  const on = formatDate(validFrom, 'long');
  const why = held
    ? `On record, ${others.map(({ operator }) => operator).join(' and ')} did not run ${booking.facility} on ${on}`
    : `On record, this booking into ${booking.facility} did not hold on ${on}`;
  const instead = agreed ? 'Leave it out, or choose another.' : 'Choose another, or add the agreement.';
  throw new AppError('evidence_required', `${why}, so the reliance cannot rest on this booking. ${instead}`, { field: 'bookingId' });
}

/** The agreement, one on record or a new one, put on the assessment; null when a booking is all there is. */
async function agreementOf(tx: pg.PoolClient, context: Context, home: AssessmentHome, input: RelianceInput): Promise<string | null> {
  if (input.newEvidence) {
    const id = await addNewEvidence(tx, context, input.newEvidence);
    await linkEvidence(tx, context, home, [id], false);
    return id;
  }
  if (input.evidenceId === undefined) return null;
  // One that is being sealed or recalled meanwhile is that first, or finds this reliance.
  await lockEvidenceItems(tx, [input.evidenceId]);
  const [item] = await loadEvidence(tx, context, home.program, [input.evidenceId]);
  if (item?.sealed)
    throw new AppError('evidence_required', 'This item was sealed as sent in error. Nothing can rest on it.', { field: 'evidenceId' });
  await linkEvidence(tx, context, home, [input.evidenceId], false);
  return input.evidenceId;
}

/** The agreement as evidence, or the booking with its source. @throws AppError `evidence_required`, `not_found` */
async function basisOf(tx: pg.PoolClient, context: Context, home: AssessmentHome, relied: readonly Relied[], input: RelianceInput) {
  const evidenceId = await agreementOf(tx, context, home, input);
  if (input.bookingId !== undefined) {
    const booking = (await listBookingFacts(tx, home.organizationId)).find((item) => item.id === input.bookingId);
    if (!booking) throw notFound('The booking');
    if (booking.sourceIds.length === 0 && evidenceId === null) {
      throw new AppError('evidence_required', 'No source is on record for this booking. Add the agreement, or a source to the booking.', {
        field: 'bookingId',
      });
    }
    requireRunBy(booking, relied, { validFrom: input.validFrom, agreed: evidenceId !== null });
  }
  if (evidenceId === null && input.bookingId === undefined) {
    throw new AppError('evidence_required', 'A reliance rests on its agreement, or on a booking with a source. Add one of them.', {
      field: 'evidenceId',
    });
  }
  return { evidenceId, bookingId: input.bookingId ?? null };
}

export interface RecordedReliance {
  reliance: { id: string };
  assessment: AssessmentRow;
}

/**
 * @param version of the assessment that relies
 * @throws AppError in the order of the API's codes; `circular_reliance` when one relied on depends on the assessment itself
 */
export async function recordReliance(context: Context, id: string, version: number | null, body: unknown): Promise<RecordedReliance> {
  const home = await loadHome(context, id, ['manage_bodies']);
  const input = parseInput(relianceInput, body);
  const expected = requireVersion(version);
  return write(context, `record-reliance:${id}`, [input, expected], async (tx) => {
    const relied = [...new Set(input.reliesOn)].sort();
    const bodies = await requireReliable(tx, home, relied);
    // A finding that is being approved for one of them either comes before this or finds it on record.
    await lockWithDependents(tx, home.program.id, [home.id, ...relied]);
    await lockVersion(tx, home, expected);
    requireSpan(context, home.program.zone, input);
    const basis = await basisOf(tx, context, home, bodies, input);
    const { rule, scope, validFrom, validTo = null } = input;
    const relianceId = newId();
    const facts = { programId: home.program.id, id: relianceId, assessmentId: home.id, rule, scope, validFrom, validTo, ...basis };
    await insertReliance(tx, { ...facts, recordedById: requireActor(context).principalId }, relied);
    const evidenceIds = basis.evidenceId ? [basis.evidenceId] : [];
    const recorded = await appendEvent(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      expectedVersion: expected,
      kind: 'reliance_recorded',
      reason: scope,
      payload: { relianceId, rule, scope, relied, validFrom, validTo, evidenceIds, bookingId: basis.bookingId },
      effectiveAt: startOfDay(validFrom, home.program.zone),
    });
    await takeOwnOutcome(tx, context, home.program.id, { assessmentId: home.id, sequence: recorded.version, hash: recorded.hash });
    return { reliance: { id: relianceId }, assessment: await readBack(tx, context, home) };
  });
}

export const programRelianceInput = z.strictObject({ ...relianceInput.shape, assessmentId: z.uuid() });

/** The same, by program: what relies is named in the body. @throws AppError also when it is of another program */
export async function recordProgramReliance(
  context: Context,
  slug: string,
  version: number | null,
  body: unknown,
): Promise<RecordedReliance> {
  const program = await getProgram(context, slug, 'manage_bodies');
  const { assessmentId, ...input } = parseInput(programRelianceInput, body);
  const home = await loadHome(context, assessmentId, ['manage_bodies']);
  if (home.program.id !== program.id) throw notFound('The assessment');
  return recordReliance(context, assessmentId, version, input);
}
