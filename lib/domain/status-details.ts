/**
 * What each move has to say beyond its reason. One declaration serves the check, the form and the API document.
 */

import { z } from 'zod';
import { ANSWERS, answerLabels } from './answer.ts';
import { AppError } from './errors.ts';
import { asSentence, dateInput, inWords } from './input.ts';
import { type Status, UNDETERMINED_REASONS, WITHDRAWAL_KINDS } from './status.ts';

export interface DetailField {
  name: string;
  label: string;
  hint?: string;
  kind: 'text' | 'textarea' | 'date' | 'select';
  required: boolean;
  options?: { value: string; label: string }[];
}

const options = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

const REOPEN_CAUSES = {
  new_evidence: 'New evidence',
  expiry: 'Evidence or waiver expired',
  legal_event: 'Legal event',
  dispute_upheld: 'Dispute upheld',
  correction: 'Correction',
};

const CLAIMS = { rules: 'What is written: law, policy, agreement', practice: 'What is done in practice' };

/** What a finding speaks of; a claim of practice needs an operational record. */
const claim: DetailField = { name: 'claim', label: 'What it speaks of', kind: 'select', required: false, options: options(CLAIMS) };

/** Fields a program already knows (recipient, due date) are not marked required: the operation fills or refuses them. */
export const detailFields: Partial<Record<Status, DetailField[]>> = {
  requested: [
    { name: 'recipient', label: 'Recipient', kind: 'text', required: true },
    { name: 'sentOn', label: 'Sent on', kind: 'date', required: true },
    { name: 'dueOn', label: 'Answer due', kind: 'date', required: true },
    {
      name: 'dueBasis',
      label: 'Basis of the due date',
      kind: 'text',
      required: true,
      hint: 'For example the sentence of the letter that states it',
    },
  ],
  submitted: [
    {
      name: 'answer',
      label: 'What the response says',
      kind: 'select',
      required: false,
      options: ANSWERS.map((value) => ({ value, label: answerLabels[value] })),
    },
    { name: 'receivedOn', label: 'Received on', kind: 'date', required: false, hint: 'Leave empty when not on record' },
  ],
  under_review: [
    {
      name: 'reminders',
      label: 'Reminders sent',
      kind: 'textarea',
      required: false,
      hint: 'When no answer came: which reminders went out, and when',
    },
    { name: 'cause', label: 'Why it is reopened', kind: 'select', required: false, options: options(REOPEN_CAUSES) },
  ],
  info_requested: [
    { name: 'missing', label: 'What is missing', kind: 'textarea', required: true },
    { name: 'dueOn', label: 'New due date', kind: 'date', required: true },
  ],
  met: [claim],
  partly_met: [
    claim,
    { name: 'unmet', label: 'What is unmet', kind: 'textarea', required: true },
    { name: 'objection', label: 'How to object', kind: 'textarea', required: true },
  ],
  not_met: [
    claim,
    { name: 'unmet', label: 'What is unmet', kind: 'textarea', required: true },
    { name: 'objection', label: 'How to object', kind: 'textarea', required: true },
  ],
  unable_to_determine: [
    { name: 'reasonCode', label: 'Why', kind: 'select', required: true, options: options(UNDETERMINED_REASONS) },
    { name: 'wouldSettle', label: 'What would settle it', kind: 'textarea', required: true },
  ],
  not_applicable: [
    { name: 'clause', label: 'Clause that excludes the applicant', kind: 'textarea', required: true },
    {
      name: 'funderDecision',
      label: "Funder's written decision",
      kind: 'text',
      required: false,
      hint: 'Or choose evidence of class A to E',
    },
  ],
  waived: [
    { name: 'scope', label: 'Scope of the waiver', kind: 'textarea', required: true },
    { name: 'expiresOn', label: 'Expires on', kind: 'date', required: true },
  ],
  withdrawn: [{ name: 'kind', label: 'Who ended it', kind: 'select', required: true, options: options(WITHDRAWAL_KINDS) }],
};

const text = z.string().trim().min(1).max(4000);

function fieldSchema(field: DetailField): z.ZodType<unknown> {
  if (field.kind === 'date') return dateInput;
  const values = field.options?.map((option) => option.value);
  return values ? z.enum(values as [string, ...string[]]) : text;
}

/**
 * Checks the details of a move. Unknown keys are refused with `invalid_request`, missing ones with `field_required`.
 * @param known values that the program already holds and that may therefore be left out
 */
export function parseDetails(to: Status, details: Record<string, unknown>, known: Record<string, string> = {}): Record<string, string> {
  checkDetails(to, details);
  const fields = detailFields[to] ?? [];
  const entries = fields.map((field) => [field.name, fieldValue(field, details[field.name], known[field.name])] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/** Only the form of what was given, before anything is read: unknown keys and bad values. @throws AppError `invalid_request` */
export function checkDetails(to: Status, details: Record<string, unknown>): void {
  const fields = detailFields[to] ?? [];
  for (const key of Object.keys(details)) {
    const isEvidence = key === 'evidenceIds' && to === 'submitted';
    if (isEvidence || fields.some((field) => field.name === key)) continue;
    throw new AppError('invalid_request', `details.${key} is not known for ${to}.`, { field: `details.${key}` });
  }
  for (const field of fields) if (!isEmpty(details[field.name])) formOf(field, details[field.name]);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** The value given, else the one known; undefined when the field may be left out. */
function fieldValue(field: DetailField, value: unknown, known: string | undefined): string | undefined {
  const name = `details.${field.name}`;
  if (isEmpty(value)) {
    if (known === undefined && field.required) throw new AppError('field_required', `${field.label} is required.`, { field: name });
    return known;
  }
  return formOf(field, value);
}

function formOf(field: DetailField, value: unknown): string {
  const parsed = fieldSchema(field).safeParse(value, { error: inWords });
  if (parsed.success) return String(parsed.data);
  const name = `details.${field.name}`;
  const said = parsed.error.issues[0]?.message ?? 'not as it should be';
  throw new AppError('invalid_request', `${name}: ${said}.`, { field: name, fields: { [name]: asSentence(said) } });
}
