/** What sending, previewing and reissuing a letter have in common: their input, and the letters it makes for its addressees. */

import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { findTemplate } from '#lib/data/letter-templates.ts';
import { findDeadline, listTargets, type RequestTarget } from '#lib/data/request-writes.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { dateInput } from '#lib/domain/input.ts';
import { dueExplained } from '#lib/domain/letter.ts';
import { FIRST_TEMPLATE, type RenderedLetter, renderLetter, type TemplateText } from '#lib/domain/letter-template.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { Lacking } from './change-input.ts';
import type { Context } from './context.ts';

const line = (what: string, max: number) => z.string().trim().min(1).max(max, `${what}: at most ${max} characters.`);

/** A letter to everybody at once is one act and one transaction; beyond this it is sent in parts. */
export const MAX_RECIPIENTS = 2000;

export const requestInput = z
  .strictObject({
    title: line('The title is too long', 300),
    sentOn: dateInput,
    signer: line('The signer is too long', 200).optional(),
    note: line('The note is too long', 2000).optional(),
    recipients: z
      .array(z.strictObject({ organizationId: z.uuid(), addressee: line('The addressee is too long', 300).optional() }))
      .min(1, 'Choose at least one recipient.')
      .max(MAX_RECIPIENTS, `At most ${MAX_RECIPIENTS} recipients at once.`),
    questions: z
      .array(z.strictObject({ condition: z.string().min(1).max(60), text: line('A question is too long', 10_000) }))
      .min(1, 'Ask at least one question.')
      .max(50, 'At most 50 questions.'),
    deadlineId: z.uuid().optional(),
    dueOn: dateInput.optional(),
    dueBasis: line('The basis is too long', 1000).optional(),
    templateId: z.uuid().optional(),
    letter: z.strictObject({ subject: line('The subject is too long', 300), body: line('The letter is too long', 50_000) }).optional(),
  })
  .refine(({ recipients }) => new Set(recipients.map((item) => item.organizationId)).size === recipients.length, {
    path: ['recipients'],
    message: 'A recipient is named twice.',
  })
  .refine(({ questions }) => new Set(questions.map((item) => item.condition)).size === questions.length, {
    path: ['questions'],
    message: 'A condition is asked about twice.',
  })
  .refine(({ deadlineId, dueOn }) => deadlineId === undefined || dueOn === undefined, {
    path: ['dueOn'],
    message: 'Give a deadline or a date, not both.',
  })
  .refine(({ templateId, letter }) => templateId === undefined || letter === undefined, {
    path: ['letter'],
    message: 'Give a template or a text, not both.',
  });
export type RequestInput = z.infer<typeof requestInput>;

const DUE_MISSING = 'Say by when an answer is asked for: a deadline, or a date.';
const BASIS_MISSING = 'Say on what basis, for example the sentence of the letter.';

/** The date that a letter needs, in one of its two forms. */
export const requestLacks: Lacking = ({ deadlineId, dueOn, dueBasis }) => {
  if (deadlineId !== undefined) return {};
  if (dueOn === undefined) return { dueOn: DUE_MISSING };
  return dueBasis === undefined ? { dueBasis: BASIS_MISSING } : {};
};

export interface Due {
  /** Null: a date of this letter's own, for which a deadline is made or found when it is sent. */
  deadlineId: string | null;
  dueOn: string;
  dueAt: string;
  basis: string;
  explained: string;
}

export interface ComposedQuestion {
  conditionId: string;
  ref: string;
  title: string;
  tracked: boolean;
  wording: string;
}

export interface ComposedLetter {
  organizationId: string;
  organizationName: string;
  addressee: string;
  letter: RenderedLetter;
  targets: RequestTarget[];
}

export interface Composed {
  due: Due;
  questions: ComposedQuestion[];
  letters: ComposedLetter[];
}

/**
 * The letters as they would go out now. Asked again under the locks when they do.
 * @throws AppError `invalid_request` (unknown merge fields by name and place, a condition or recipient that does not fit),
 *   `not_found` for a foreign deadline or template, `field_required`, `effective_in_future`
 */
export async function composeRequest(db: Queryable, context: Context, program: ProgramView, input: RequestInput): Promise<Composed> {
  const today = localDateOf(context.now(), program.zone);
  if (input.sentOn > today)
    throw new AppError('effective_in_future', 'A letter is recorded once it was sent: its date is not after today.', { field: 'sentOn' });
  const due = await dueOf(db, program, input);
  const template = await templateOf(db, program, input);
  const questions = await questionsOf(db, program, input);
  const targets = await listTargets(
    db,
    program.id,
    input.recipients.map(({ organizationId }) => organizationId),
    questions.map(({ conditionId }) => conditionId),
  );
  const byOrganization = Map.groupBy(targets, ({ organizationId }) => organizationId);
  const letters = input.recipients.map(({ organizationId, addressee }) => {
    const own = byOrganization.get(organizationId);
    if (!own?.[0]) throw nothingToAsk();
    const to = addressee ?? own.find((target) => target.addressee !== null)?.addressee ?? own[0].organizationName;
    return { organizationId, organizationName: own[0].organizationName, addressee: to, targets: own };
  });
  return {
    due,
    questions,
    letters: letters.map((letter) => ({ ...letter, letter: renderLetter(template, valuesOf(program, input, due, questions, letter)) })),
  };
}

/** Foreign and missing organizations, and those of which nothing is asked, look the same. */
const nothingToAsk = (): AppError =>
  new AppError('invalid_request', 'A recipient has no assessment on any of the conditions asked about.', { field: 'recipients' });

async function dueOf(db: Queryable, program: ProgramView, input: RequestInput): Promise<Due> {
  if (input.deadlineId !== undefined) {
    const found = await findDeadline(db, program.id, input.deadlineId);
    if (!found) throw notFound('The deadline');
    requireAfterSent(input.sentOn, found.dueOn, 'deadlineId');
    return { ...found, deadlineId: found.id, explained: dueExplained(found.dueOn, { ...found, programZone: program.zone }) };
  }
  if (input.dueOn === undefined) throw new AppError('field_required', DUE_MISSING, { field: 'dueOn' });
  if (input.dueBasis === undefined) throw new AppError('field_required', BASIS_MISSING, { field: 'dueBasis' });
  requireAfterSent(input.sentOn, input.dueOn, 'dueOn');
  const stated = { cutOff: null, zone: null };
  const { dueAt } = dueInstant({ dueOn: input.dueOn, ...stated }, program.zone);
  const explained = dueExplained(input.dueOn, { ...stated, programZone: program.zone });
  return { deadlineId: null, dueOn: input.dueOn, dueAt, basis: input.dueBasis, explained };
}

function requireAfterSent(sentOn: string, dueOn: string, field: string): void {
  if (dueOn >= sentOn) return;
  throw new AppError('invalid_request', 'An answer cannot be due before the letter was sent.', { field });
}

async function templateOf(db: Queryable, program: ProgramView, input: RequestInput): Promise<TemplateText> {
  if (input.templateId === undefined) return input.letter ?? FIRST_TEMPLATE;
  const found = await findTemplate(db, program.id, input.templateId);
  if (!found) throw notFound('The template');
  return found;
}

async function questionsOf(db: Queryable, program: ProgramView, input: RequestInput): Promise<ComposedQuestion[]> {
  const { rows } = await db.query<Omit<ComposedQuestion, 'wording'>>(
    'SELECT id AS "conditionId", ref, title, tracked FROM condition WHERE program_id = $1 AND ref = ANY($2)',
    [program.id, input.questions.map(({ condition }) => condition)],
  );
  return input.questions.map(({ condition, text }) => {
    const found = rows.find(({ ref }) => ref === condition);
    if (!found)
      throw new AppError('invalid_request', `questions: ${condition} is not a condition of this program.`, { field: 'questions' });
    return { ...found, wording: text };
  });
}

function valuesOf(
  program: ProgramView,
  input: RequestInput,
  due: Due,
  questions: ComposedQuestion[],
  letter: Pick<ComposedLetter, 'addressee' | 'organizationName' | 'targets'>,
) {
  const applied = letter.targets.find(({ subjectKind }) => subjectKind === 'application');
  return {
    'applicant.name': applied?.subjectName ?? letter.organizationName,
    recipient: letter.addressee,
    questions: questions.map(({ wording }) => wording),
    'due.date': formatDate(due.dueOn, 'long'),
    'due.explained': due.explained,
    'program.name': program.name,
    agency: program.agency,
    signer: input.signer ?? '',
    today: formatDate(input.sentOn, 'long'),
  };
}
