/** Records a letter received: one act writes evidence, response, answers, statuses and events for every condition it covers. */

import type pg from 'pg';
import { z } from 'zod';
import { type AssessmentEvent, recordEvent, recordStatuses } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertResponse } from '#lib/data/letters.ts';
import { findStandingAnswer } from '#lib/data/response-counting.ts';
import { ANSWERED_BY, ANSWERS, type Answer, addresses, answerLabels, COUNTS } from '#lib/domain/answer.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { EVIDENCE_CLASSES } from '#lib/domain/evidence-class.ts';
import { dateInput } from '#lib/domain/input.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { localDateOf, startOfDay } from '#lib/domain/time.ts';
import { findTransition } from '#lib/domain/transition.ts';
import { addEvidenceItem } from './add-evidence.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, confinement, requireActor } from './context.ts';
import { openTickets, ticketInput } from './file-ticket.ts';
import { getProgram } from './get-program.ts';
import { linkEvidence } from './link-evidence.ts';
import { write } from './write.ts';

export const letterInput = z
  .strictObject({
    applicationId: z.uuid('Choose whose letter it is.'),
    title: z.string().trim().min(1).max(300, 'The title is too long: at most 300 characters.').optional(),
    class: z.enum(EVIDENCE_CLASSES).default('G'),
    url: z
      .url({ protocol: /^https?$/, error: 'The link must begin with https:// or http://.' })
      .max(2000, 'The link is too long: at most 2,000 characters.')
      .optional(),
    text: z.string().trim().min(1).max(200_000).optional(),
    /** Tickets of files that were uploaded; the first is the letter, the others came with it. */
    files: z.array(ticketInput).max(20).optional(),
    authorName: z.string().trim().min(1).max(200).optional(),
    answeredBy: z.enum(ANSWERED_BY).default('applicant'),
    datedOn: dateInput.optional(),
    receivedOn: dateInput.optional(),
    counts: z.enum(COUNTS).default('yes'),
    summary: z.string().trim().min(1).max(4000).optional(),
    answers: z
      .array(
        z.strictObject({
          condition: z.string().min(1).max(60),
          answer: z.enum(ANSWERS),
          note: z.string().trim().min(1).max(2000).optional(),
        }),
      )
      .min(1, 'Say what the letter answers on at least one condition.')
      .max(100),
  })
  .refine((letter) => letter.url !== undefined || letter.text !== undefined || letter.files?.length, {
    path: ['url'],
    message: 'Give a link or a file, or paste the text of the letter.',
  })
  .refine((letter) => new Set(letter.answers.map((a) => a.condition)).size === letter.answers.length, {
    path: ['answers'],
    message: 'a condition is named twice',
  });
export type LetterInput = z.infer<typeof letterInput>;

export interface LetterResult {
  responseId: string;
  evidenceId: string;
  assessments: { id: string; condition: string; status: Status; answer: Answer | null; version: number; moved: boolean }[];
}

interface Applicant {
  name: string;
  organizationId: string;
}

interface Target {
  conditionId: string;
  ref: string;
  tracked: boolean;
  assessmentId: string | null;
  /** Who must act; null without an assessment. */
  responsibleIds: string[] | null;
  status: Status | null;
  version: number | null;
}

/** @throws AppError `not_found` for a foreign application or an unknown condition; nothing is written then */
export async function recordLetter(context: Context, slug: string, body: unknown): Promise<LetterResult> {
  const program = await getProgram(context, slug, 'record_letter');
  const letter = parseInput(letterInput, body);
  return write(context, `record-letter:${program.id}`, letter, async (tx) => {
    const applicant = await findApplicant(tx, context, program, letter.applicationId);
    const targets = await lockTargets(tx, program, letter);
    refuseFuture(context, program, letter);
    const evidenceIds = await keepEvidence(tx, context, letter, applicant, targets);
    const evidenceId = evidenceIds[0] ?? '';
    const responseId = await keepResponse(tx, context, program, letter, targets, evidenceId);
    for (const target of targets) {
      if (target.assessmentId) await linkEvidence(tx, context, homeOf(program, letter, target), evidenceIds, false);
    }
    const made = { responseId, evidenceId, applicant: applicant.name, today: localDateOf(context.now(), program.zone) };
    const events: AssessmentEvent[] = [];
    for (const target of targets) {
      const newest = target.assessmentId && (await findStandingAnswer(tx, program.id, target.assessmentId));
      events.push(...eventFor(program, letter, target, { ...made, newest }));
    }
    const recorded = await recordStatuses(tx, actOf(context), events);
    await recordEvent(tx, actOf(context), {
      programId: program.id,
      streamId: letter.applicationId,
      streamKind: 'application',
      kind: 'letter_recorded',
      reason: letter.summary ?? null,
      payload: { responseId, evidenceId, counts: letter.counts, answers: letter.answers },
    });
    return { responseId, evidenceId, assessments: results(targets, letter, events, recorded) };
  });
}

function refuseFuture(context: Context, program: ProgramView, letter: LetterInput): void {
  const today = localDateOf(context.now(), program.zone);
  for (const field of ['datedOn', 'receivedOn'] as const) {
    if ((letter[field] ?? '') > today)
      throw new AppError('effective_in_future', 'A letter cannot be dated or received after today.', { field });
  }
}

async function findApplicant(tx: pg.PoolClient, context: Context, program: ProgramView, applicationId: string): Promise<Applicant> {
  const { rows } = await tx.query<{ name: string; organization_id: string }>(
    `SELECT j.name, ap.organization_id FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id WHERE ap.program_id = $1 AND ap.id = $2`,
    [program.id, applicationId],
  );
  const confined = confinement(context, program.id);
  if (!rows[0] || (confined !== null && rows[0].organization_id !== confined)) throw notFound('The application');
  return { name: rows[0].name, organizationId: rows[0].organization_id };
}

/** Locked in the order of their ids, so that two letters for one city never wait in a circle. */
async function lockTargets(tx: pg.PoolClient, program: ProgramView, letter: LetterInput): Promise<Target[]> {
  await tx.query('SELECT lock_assessments($1, ARRAY(SELECT id FROM assessment WHERE program_id = $1 AND application_id = $2))', [
    program.id,
    letter.applicationId,
  ]);
  const { rows } = await tx.query<Target>(
    `SELECT c.id AS "conditionId", c.ref, c.tracked, a.id AS "assessmentId", a.status, a.version,
       CASE WHEN a.id IS NOT NULL THEN ARRAY(SELECT r->>'id' FROM jsonb_array_elements(a.responsible) r) END AS "responsibleIds"
     FROM condition c LEFT JOIN assessment a ON a.program_id = c.program_id AND a.condition_id = c.id AND a.application_id = $2
     WHERE c.program_id = $1 AND c.ref = ANY($3) ORDER BY c.sort_order`,
    [program.id, letter.applicationId, letter.answers.map((item) => item.condition)],
  );
  const missing = letter.answers.find((item) => !rows.some((row) => row.ref === item.condition));
  if (missing)
    throw new AppError('invalid_request', `answers: ${missing.condition} is not a condition of this program.`, { field: 'answers' });
  return rows;
}

/** Items for the letter and what came with it, the letter first. */
async function keepEvidence(
  tx: pg.PoolClient,
  context: Context,
  letter: LetterInput,
  applicant: Applicant,
  targets: readonly Target[],
): Promise<string[]> {
  const title = letter.title ?? `Letter from ${letter.authorName ?? applicant.name}${letter.datedOn ? `, ${letter.datedOn}` : ''}`;
  const { url, datedOn, receivedOn, text, class: evidenceClass } = letter;
  const facts = {
    class: evidenceClass,
    issuingBody: letter.authorName ?? applicant.name,
    issuerOrganizationId: issuerOf(letter, applicant, targets),
    url,
    datedOn,
    receivedOn,
  };
  const [first, ...others] = openTickets(context, letter.files);
  const ids = [await addEvidenceItem(tx, context, { ...facts, title, text, file: first })];
  for (const file of others) ids.push(await addEvidenceItem(tx, context, { ...facts, title: `${title} (${file.fileName})`, file }));
  return ids;
}

/** Whose letter it is, where that is an organization on record. */
function issuerOf(letter: LetterInput, applicant: Applicant, targets: readonly Target[]): string | null {
  if (letter.answeredBy === 'body_in_control') return targets.flatMap((target) => target.responsibleIds ?? [])[0] ?? null;
  return letter.answeredBy === 'applicant' ? applicant.organizationId : null;
}

async function keepResponse(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  letter: LetterInput,
  targets: Target[],
  evidenceId: string,
): Promise<string> {
  const id = newId();
  await insertResponse(tx, {
    programId: program.id,
    id,
    applicationId: letter.applicationId,
    evidenceId,
    authorName: letter.authorName ?? null,
    answeredBy: letter.answeredBy,
    datedOn: letter.datedOn ?? null,
    receivedOn: letter.receivedOn ?? null,
    counts: letter.counts,
    summary: letter.summary ?? null,
    grade: 'primary',
    sourceIds: [],
    recordedById: requireActor(context).principalId,
    answers: targets.map((target) => {
      const said = saidOn(letter, target);
      return { conditionId: target.conditionId, assessmentId: target.assessmentId, answer: said.answer, note: said.note ?? null };
    }),
  });
  return id;
}

function saidOn(letter: LetterInput, target: Target): LetterInput['answers'][number] {
  const said = letter.answers.find((item) => item.condition === target.ref);
  if (!said) throw new Error(`No answer for ${target.ref}.`);
  return said;
}

/** A letter that counts and addresses the condition moves open work to Answer received; every other letter is only recorded. */
function eventFor(
  program: ProgramView,
  letter: LetterInput,
  target: Target,
  made: { responseId: string; evidenceId: string; applicant: string; today: string; newest: string | null },
): AssessmentEvent[] {
  if (!target.assessmentId || !target.status || target.version === null) return [];
  const { answer } = saidOn(letter, target);
  const counted = letter.counts === 'yes' && addresses(answer);
  const moves = counted && findTransition(target.status, 'submitted') !== null;
  const date = letter.receivedOn ?? letter.datedOn;
  const base = {
    programId: program.id,
    assessmentId: target.assessmentId,
    expectedVersion: target.version,
    reason: letter.summary ?? `Letter from ${letter.authorName ?? made.applicant} says: ${answerLabels[answer]}.`,
    effectiveAt: date && date < made.today ? startOfDay(date, program.zone) : null,
  };
  if (!moves) {
    return [
      {
        ...base,
        kind: 'response_recorded',
        payload: { responseId: made.responseId, answer, counts: letter.counts, evidenceIds: [made.evidenceId] },
        // A letter that is recorded late does not speak louder than one that came in after it.
        patch: counted && made.newest === answer ? { answer } : {},
      },
    ];
  }
  const payload = { from: target.status, to: 'submitted', answer, responseId: made.responseId, evidenceIds: [made.evidenceId] };
  return [{ ...base, kind: 'status_changed', payload, patch: { status: 'submitted', answer } }];
}

const homeOf = (program: ProgramView, letter: LetterInput, target: Target) => ({
  program,
  id: target.assessmentId ?? '',
  applicationId: letter.applicationId,
  operatorId: null,
  organizationId: '',
  conditionId: target.conditionId,
});

function results(
  targets: Target[],
  letter: LetterInput,
  events: AssessmentEvent[],
  recorded: { assessmentId: string; version: number; status: Status }[],
): LetterResult['assessments'] {
  return recorded.map((row) => {
    const target = targets.find((item) => item.assessmentId === row.assessmentId);
    const event = events.find((item) => item.assessmentId === row.assessmentId);
    if (!target || !event) throw new Error('A recorded assessment was not asked for.');
    return {
      id: row.assessmentId,
      condition: target.ref,
      status: row.status,
      answer: saidOn(letter, target).answer,
      version: row.version,
      moved: event.kind === 'status_changed',
    };
  });
}
