/** Letters out and disputes, as the API takes and gives them. */
import { z } from '@hono/zod-openapi';
import { DISPUTE_KINDS, DISPUTE_OUTCOMES } from '#lib/domain/dispute.ts';
import { requestInput } from '#lib/operations/compose-request.ts';
import { disputeDecisionInput } from '#lib/operations/decide-dispute.ts';
import { disputeInput } from '#lib/operations/open-dispute.ts';
import { rescissionInput } from '#lib/operations/rescind-request.ts';
import { withdrawalInput } from '#lib/operations/withdraw-dispute.ts';
import { answer, status } from './assessment.ts';
import { instant, listOf, localDate, momentShape } from './common.ts';

// Made anew from the shapes that the operations read, for the generator's methods; see writes.ts.
export const newRequest = z
  .strictObject({
    ...requestInput.shape,
    sentOn: localDate.openapi({ description: 'Not after today.' }),
    dueOn: localDate.optional().openapi({ description: 'Instead of deadlineId, with dueBasis.' }),
    letter: z.strictObject({ subject: z.string(), body: z.string() }).optional().openapi({
      description: 'Text with merge fields in double braces, instead of templateId. Without both, the built-in template is used.',
    }),
  })
  .openapi('NewRequest', {
    description: 'One letter to many. Each recipient has an assessment on at least one of the conditions asked about.',
  });
export const rescission = z.strictObject({ ...rescissionInput.shape, rescindedOn: localDate }).openapi('Rescission');
export const newDispute = z
  .strictObject({ ...disputeInput.shape, kind: z.enum(DISPUTE_KINDS), openedOn: localDate.optional() })
  .openapi('NewDispute', { description: 'Grounds, and what is asked for, in the words of whoever makes it.' });
export const disputeDecision = z
  .strictObject({ ...disputeDecisionInput.shape, outcome: z.enum(DISPUTE_OUTCOMES) })
  .openapi('DisputeDecision');
export const disputeWithdrawal = z.strictObject({ ...withdrawalInput.shape }).openapi('DisputeWithdrawal');

export const openedDispute = z.strictObject({ id: z.uuid(), version: z.number().int() }).openapi('OpenedDispute');

export const sentRequest = z
  .strictObject({
    requestId: z.uuid(),
    recipients: z.number().int(),
    assessments: z.array(
      z.strictObject({
        id: z.uuid(),
        condition: z.string(),
        status,
        version: z.number().int(),
        moved: z.boolean().openapi({ description: 'False: the letter was recorded, the status stayed.' }),
      }),
    ),
  })
  .openapi('SentRequest');

export const rescinded = z.strictObject({ requestId: z.uuid(), rescindedOn: localDate }).openapi('RescindedRequest');

const summaryShape = {
  id: z.uuid(),
  title: z.string(),
  sentOn: localDate,
  signer: z.string().nullable(),
  dueOn: localDate.nullable().openapi({ description: 'As the letter states.' }),
  recipients: z.number().int().openapi({ description: 'For whom it stands: those that a later letter replaced it for are in `replaced`.' }),
  answered: z.number().int(),
  partly: z.number().int(),
  unanswered: z.number().int(),
  replaced: z.number().int(),
  rescindedOn: localDate.nullable(),
  replacesId: z.uuid().nullable(),
};
const listedDue = z
  .strictObject({
    dueOn: localDate.openapi({ description: 'The first date that a recipient has to keep.' }),
    lastOn: localDate.openapi({ description: 'The last one: another where an extension or an order is for some.' }),
    moved: z.boolean().openapi({ description: 'Not everybody has the date that the letter states.' }),
    paused: z.boolean().openapi({ description: 'An order suspends it for everybody.' }),
  })
  .openapi('ListedDue', { description: 'The dates that count after extensions and orders, over all recipients.' });

export const requestList = listOf(z.strictObject({ ...summaryShape, due: listedDue.nullable() })).openapi('RequestList');

const due = z
  .strictObject({
    dueOn: localDate,
    dueAt: instant,
    zone: z.string().openapi({ description: 'The zone of the date, stated or assumed.' }),
    dueText: z.string(),
    moved: z.boolean().openapi({ description: 'It is not the date that the letter states.' }),
    paused: z.boolean().openapi({ description: 'An order suspends it.' }),
    askedUntil: localDate.nullable().openapi({ description: 'More time was asked for until then, and is not decided.' }),
    steps: z.array(z.string()),
  })
  .openapi('LetterDue', { description: 'The date that counts after extensions and orders, and every step that led to it.' });

const recipient = z.strictObject({
  organization: z.strictObject({ id: z.uuid(), name: z.string() }),
  addressee: z.string(),
  state: z.enum(['answered', 'partly', 'unanswered']),
  items: z.array(
    z.strictObject({
      assessmentId: z.uuid(),
      conditionRef: z.string(),
      conditionTitle: z.string(),
      status,
      answer: answer.nullable(),
      answeredOn: localDate.nullable().openapi({ description: 'Of the first answer that counts.' }),
    }),
  ),
  replacedBy: z.strictObject({ id: z.uuid(), title: z.string() }).nullable(),
  due: due.nullable().openapi({ description: "Null: the same as the letter's." }),
  hasText: z.boolean().openapi({ description: 'Whether the text of this letter is on record.' }),
});

export const requestDetail = z
  .strictObject({
    ...summaryShape,
    note: z.string().nullable(),
    dueAt: instant.nullable(),
    dueBasis: z.string().nullable(),
    dueText: z.string().nullable(),
    due: due.nullable(),
    questions: z.array(z.strictObject({ conditionRef: z.string(), conditionTitle: z.string(), tracked: z.boolean(), wording: z.string() })),
    rescission: z.strictObject({ on: localDate, reason: z.string(), source: z.string().nullable(), recordedBy: z.string() }).nullable(),
    replaces: z.strictObject({ id: z.uuid(), title: z.string() }).nullable(),
    recipientList: z.array(recipient),
    ...momentShape,
  })
  .openapi('Request');
