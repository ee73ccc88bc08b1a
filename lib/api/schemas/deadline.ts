/** Deadlines, extensions and legal orders in the API. */
import { z } from '@hono/zod-openapi';
import { ORDER_EFFECTS, ORDER_PARTIES } from '#lib/domain/legal-order.ts';
import { orderAmendment } from '#lib/operations/amend-legal-order.ts';
import { extensionDecision } from '#lib/operations/decide-extension.ts';
import { orderEnd } from '#lib/operations/end-legal-order.ts';
import { orderInput } from '#lib/operations/legal-order-input.ts';
import { extensionInput } from '#lib/operations/request-extension.ts';
import { withdrawalInput } from '#lib/operations/withdraw-extension.ts';
import { instant, localDate, momentShape } from './common.ts';

const named = z.strictObject({ id: z.uuid(), name: z.string() });
const evidence = z.array(z.strictObject({ id: z.uuid(), title: z.string(), url: z.string().nullable() }));

export const extension = z
  .strictObject({
    id: z.uuid(),
    deadlineId: z.uuid(),
    deadlineLabel: z.string(),
    scope: z.enum(['application', 'group', 'program']),
    applicants: z.array(named).nullable().openapi({ description: 'Null: every applicant of the program.' }),
    wantedOn: localDate,
    reason: z.string().nullable(),
    askedBy: z.string().nullable(),
    askedAt: instant,
    recordedAt: instant,
    evidence,
    state: z.enum(['asked', 'granted', 'refused', 'withdrawn']),
    grantedOn: localDate.nullable(),
    decisionReason: z.string().nullable(),
    decisionEvidence: evidence,
    decisionAt: instant.nullable().openapi({ description: 'From when the decision holds.' }),
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable().openapi({ description: 'When it was recorded.' }),
  })
  .openapi('Extension');
export const extensionList = z.strictObject({ items: z.array(extension), ...momentShape }).openapi('ExtensionList');

const state = z.enum(['in_force', 'not_yet', 'ended', 'replaced', 'stayed', 'vacated', 'not_reached']);

export const legalOrder = z
  .strictObject({
    id: z.uuid(),
    version: z.number().int(),
    name: z.string(),
    court: z.string(),
    docket: z.string(),
    title: z.string(),
    decidedOn: localDate,
    effect: z.enum(ORDER_EFFECTS),
    parties: z.enum(ORDER_PARTIES),
    applicants: z.array(named),
    conditions: z.array(z.strictObject({ id: z.uuid(), ref: z.string(), title: z.string() })),
    validFrom: localDate,
    validTo: localDate.nullable().openapi({ description: 'First day on which it is no longer in force.' }),
    actsOn: named.nullable(),
    summary: z.string(),
    sources: z.array(z.record(z.string(), z.unknown())),
    evidence,
    recordedAt: instant,
    recordedBy: z.string(),
    state,
    stateBy: z.string().nullable(),
    partly: z.strictObject({ state, by: z.string().nullable() }).nullable(),
  })
  .openapi('LegalOrder', { description: 'As it stands on record; the state is that of the day asked about.' });
export const legalOrderList = z.strictObject({ items: z.array(legalOrder), ...momentShape }).openapi('LegalOrderList');

export const explainedDeadline = z
  .strictObject({
    assessmentId: z.uuid(),
    deadlineId: z.uuid().nullable(),
    label: z.string().nullable(),
    dueOn: localDate.nullable(),
    dueAt: instant.nullable(),
    paused: z.boolean().openapi({ description: 'An order suspends it. It moves by the length of the suspension when that ends.' }),
    moved: z.boolean().openapi({ description: 'It is not the date that was set.' }),
    steps: z.array(z.string()).openapi({ description: 'How the date came about, one sentence a step.' }),
    assumed: z.array(z.enum(['time', 'zone'])),
    pendingExtension: z.strictObject({ id: z.uuid(), wantedOn: localDate }).nullable(),
    extensions: z.array(extension),
    orders: z.array(legalOrder),
    barsUse: z.array(z.string()).openapi({ description: 'Orders in force that keep the condition from being used here.' }),
    barsEnforcement: z.array(z.string()).openapi({ description: 'Orders in force that keep the condition from being enforced here.' }),
    ...momentShape,
  })
  .openapi('ExplainedDeadline');

export const extensionRequest = z
  .strictObject({ ...extensionInput.shape, wantedOn: localDate, askedOn: localDate.optional() })
  .openapi('ExtensionRequest');
export const extensionDecided = z
  .strictObject({ ...extensionDecision.shape, grantedOn: localDate.optional(), decidedOn: localDate.optional() })
  .openapi('ExtensionDecision');
export const extensionMade = z.strictObject({ extensionId: z.uuid() }).openapi('ExtensionMade');
export const extensionClosed = z.strictObject({ extensionId: z.uuid(), state: z.string() }).openapi('ExtensionClosed');
export const withdrawal = z.strictObject({ ...withdrawalInput.shape }).openapi('Withdrawal');

const days = { decidedOn: localDate, validFrom: localDate.optional(), validTo: localDate.optional() };
export const orderRequest = z.strictObject({ ...orderInput.shape, ...days }).openapi('LegalOrderRequest');
export const orderAmended = z.strictObject({ ...orderAmendment.shape, ...days }).openapi('LegalOrderAmendment');
export const orderEnded = z.strictObject({ ...orderEnd.shape, validTo: localDate }).openapi('LegalOrderEnd');
export const orderMade = z.strictObject({ orderId: z.uuid(), version: z.number().int() }).openapi('LegalOrderMade');
