/** What a status change, a proposal and a correction have in common: their input, and the checks in their fixed order. */

import type pg from 'pg';
import { z } from 'zod';
import { type LockedAssessment, lockAssessment } from '#lib/data/assessments.ts';
import type { Queryable } from '#lib/data/client.ts';
import { type EvidenceRuleRow, findUsableEvidence, listRejected } from '#lib/data/evidence.ts';
import { lockWithDependents } from '#lib/data/outcomes.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { EVIDENCE_CLASSES } from '#lib/domain/evidence-class.ts';
import { ISSUERS } from '#lib/domain/evidence-issuer.ts';
import { dateInput, inWords, problemsOf, reasonInput } from '#lib/domain/input.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { STATUSES } from '#lib/domain/status.ts';
import { compareInstants, localDateOf, parseInstant, startOfDay } from '#lib/domain/time.ts';
import { type Context, confinement } from './context.ts';
import { ticketInput } from './file-ticket.ts';
import type { AssessmentHome } from './load-assessment.ts';

const instant = z.string().refine((value) => parseInstant(value) !== null, 'not an instant; write 2017-08-18T12:00:00Z');

/** An item that is added with the change that rests on it. */
export const newEvidenceInput = z.strictObject({
  title: z.string({ error: 'Give the new item a title.' }).trim().min(1).max(300, 'The title is too long: at most 300 characters.'),
  class: z.enum(EVIDENCE_CLASSES, { error: 'Choose the class of the new item.' }),
  url: z
    .url({ protocol: /^https?$/, error: 'Give the new item a link that begins with https://.' })
    .max(2000, 'The link is too long: at most 2,000 characters.')
    .optional(),
  citation: z.string().trim().min(1).max(500).optional(),
  /** The ticket of a file that was uploaded. */
  file: ticketInput.optional(),
  issuingBody: z.string().trim().min(1).max(200).optional(),
  /** Whose act, record or statement it is: of whom the assessment is about, or of the body in control. */
  issuer: z.enum(ISSUERS, { error: 'Choose whose it is.' }).optional(),
  datedOn: dateInput.optional(),
  inForceFrom: dateInput.optional(),
  inForceTo: dateInput.optional(),
});
export type NewEvidenceInput = z.infer<typeof newEvidenceInput>;

export const changeInput = z.strictObject({
  to: z.enum(STATUSES, { error: 'Choose what happens next.' }),
  reason: reasonInput,
  effectiveOn: dateInput.optional(),
  effectiveAt: instant.optional(),
  evidenceIds: z.array(z.uuid()).max(100).optional(),
  newEvidence: newEvidenceInput.optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ChangeInput = z.infer<typeof changeInput>;

export const proposalInput = changeInput.extend({ corrects: z.number().int().positive().optional() });
export type ProposalInput = z.infer<typeof proposalInput>;

export const correctionInput = z.strictObject({
  corrects: z.number().int().positive(),
  to: z.enum(STATUSES, { error: 'Choose what happens next.' }),
  reason: reasonInput,
  effectiveOn: dateInput.optional(),
  effectiveAt: instant.optional(),
  then: z
    .array(z.strictObject({ to: z.enum(STATUSES), effectiveOn: dateInput }))
    .max(20)
    .optional(),
});
export type CorrectionInput = z.infer<typeof correctionInput>;

/** PostgreSQL cannot keep U+0000, and half a surrogate pair has no UTF-8 form: both are refused wherever they stand. */
function storable(input: unknown): boolean {
  if (typeof input === 'string') return !input.includes('\u0000') && input.isWellFormed();
  if (Array.isArray(input)) return input.every(storable);
  if (input !== null && typeof input === 'object') return Object.entries(input).every(([key, value]) => storable(key) && storable(value));
  return true;
}

/** What a request lacks besides, which its schema does not ask for, by field. Only asked when the schema refuses it anyway. */
export type Lacking = (raw: Record<string, unknown>) => Record<string, string>;

export const REASON_MISSING = 'Say why, in a sentence that will be understood in ten years.';
export const lacksReason: Lacking = ({ reason }) => (typeof reason === 'string' && reason.trim() !== '' ? {} : { reason: REASON_MISSING });

/**
 * @param lacking so that whoever filled in a form learns of everything at once
 * @throws AppError `invalid_request` naming the field, and in `fields` each that something is wrong with
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown, lacking: Lacking = () => ({})): T {
  if (!storable(input))
    throw new AppError('invalid_request', 'The request contains a character that cannot be kept (U+0000 or half a character).');
  const parsed = schema.safeParse(input, { error: inWords });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : null;
  const field = unknown ?? issue?.path.join('.') ?? '';
  const said = issue?.message ?? 'not valid';
  // A message that is a sentence was written for people and stands alone.
  const message = unknown ? `Unknown field: ${unknown}.` : said.endsWith('.') ? said : `${field || 'The request'}: ${said}.`;
  const raw = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const fields = { ...lacking(raw), ...problemsOf(parsed.error) };
  throw new AppError('invalid_request', message, { ...(field ? { field } : {}), ...(Object.keys(fields).length > 0 ? { fields } : {}) });
}

/** @throws AppError `reason_required` */
export function requireReason(reason: string | undefined): string {
  const text = reason?.trim() ?? '';
  if (text === '') throw new AppError('reason_required', REASON_MISSING, { field: 'reason' });
  return text;
}

/** @throws AppError `invalid_request` when both forms of the effective instant are given */
export function requireOneEffective(input: { effectiveOn?: string | undefined; effectiveAt?: string | undefined }): void {
  if (input.effectiveOn === undefined || input.effectiveAt === undefined) return;
  throw new AppError('invalid_request', 'Give effectiveOn or effectiveAt, not both.', { field: 'effectiveAt' });
}

/**
 * The effective instant, or null for "when recorded". A date means 00:00 of that day in the program's zone; today means now.
 * @throws AppError `effective_in_future`
 */
export function effectiveInstant(
  context: Context,
  program: ProgramView,
  input: { effectiveOn?: string | undefined; effectiveAt?: string | undefined },
): string | null {
  const now = context.now();
  const future = (field: string) =>
    new AppError('effective_in_future', 'The effective date is after today. A status cannot begin in the future.', { field });
  if (input.effectiveOn) {
    const today = localDateOf(now, program.zone);
    if (input.effectiveOn > today) throw future('effectiveOn');
    return input.effectiveOn === today ? null : startOfDay(input.effectiveOn, program.zone);
  }
  const at = input.effectiveAt ? parseInstant(input.effectiveAt) : null;
  if (at && compareInstants(at, now) > 0) throw future('effectiveAt');
  return at;
}

/** Locks the row and compares versions. @throws AppError `not_found`, `stale_version` with what stands now */
export async function lockVersion(tx: Queryable, home: AssessmentHome, expected: number): Promise<LockedAssessment> {
  // What is found for an operator reaches those that rely on it in the same transaction: all are locked now, in the order of ids.
  if (home.operatorId !== null) await lockWithDependents(tx, home.program.id, [home.id]);
  const locked = await lockAssessment(tx, home.program.id, home.id);
  if (!locked) throw notFound('The assessment');
  if (locked.version === expected) return locked;
  const { rows } = await tx.query<{ name: string; recorded_at: string }>(
    `SELECT a.name, e.recorded_at FROM event e JOIN principal a ON a.id = e.actor_id
     WHERE e.program_id = $1 AND e.stream_id = $2 AND e.sequence = $3`,
    [home.program.id, home.id, locked.version],
  );
  throw new AppError('stale_version', 'Somebody changed this since you opened it. Nothing of yours was recorded.', {
    current: { version: locked.version, status: locked.status, updatedAt: rows[0]?.recorded_at ?? '', updatedBy: rows[0]?.name ?? null },
  });
}

/** @throws AppError `version_required` */
export function requireVersion(version: number | null): number {
  if (version === null)
    throw new AppError('version_required', 'Send If-Match with the version you saw, for example If-Match: "3".', { field: 'If-Match' });
  return version;
}

/** @throws AppError `not_found` when an item is missing or of another program */
export async function loadEvidence(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  ids: readonly string[],
): Promise<EvidenceRuleRow[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const found = await findUsableEvidence(tx, program.id, wanted, confinement(context, program.id));
  if (found.length !== wanted.length) throw notFound('An item of evidence');
  return found;
}

/** The same, with what was decided on each for this assessment. The caller holds its lock. @throws AppError `not_found` */
export async function loadForAssessment(
  tx: pg.PoolClient,
  context: Context,
  home: AssessmentHome,
  ids: readonly string[],
): Promise<(EvidenceRuleRow & { rejected: boolean })[]> {
  const items = await loadEvidence(tx, context, home.program, ids);
  const rejected = new Set(await listRejected(tx, home.program.id, home.id));
  return items.map((item) => ({ ...item, rejected: rejected.has(item.id) }));
}

/** Evidence may be named beside the details or, for a response, within them. */
export function evidenceIdsOf(input: ChangeInput): string[] {
  const inDetails = input.details?.evidenceIds;
  if (inDetails === undefined) return input.evidenceIds ?? [];
  return [...(input.evidenceIds ?? []), ...parseInput(z.array(z.uuid()), inDetails)];
}
