/**
 * The kinds of event, one payload schema each. The content of an event is kept as exact text
 * (`{"reason":…,"payload":…}`) and hashed; it is parsed on write and on read.
 */
import { z } from 'zod';
import { ANSWERS } from './answer.ts';
import { RELIANCE_RULES } from './reliance.ts';
import { STATUSES } from './status.ts';

export const STREAM_KINDS = ['assessment', 'application', 'operator', 'evidence', 'program', 'system'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** Streams that belong to no program (evidence, accounts) use this program id. */
export const NO_PROGRAM = '00000000-0000-0000-0000-000000000000';

/** The stream of accounts, roles, tokens, invitations and keys. */
export const SYSTEM_STREAM = { programId: NO_PROGRAM, streamId: NO_PROGRAM, streamKind: 'system' } as const;

const id = z.uuid();
const status = z.enum(STATUSES);
const answer = z.enum(ANSWERS);
const details = z.record(z.string(), z.string());
const loose = z.record(z.string(), z.unknown());
/** What the event changes from its effective instant onward, and the later steps of a correction. */
const change = {
  set: loose.optional(),
  steps: z.array(z.object({ effectiveAt: z.string(), set: loose })).optional(),
};
/** What follows from assessments relied on, and the event that it follows from. The database writes it. */
const outcome = z.object({
  ...change,
  from: status,
  to: status,
  cause: z.object({ assessmentId: id, sequence: z.number().int(), hash: z.string() }),
  relied: z.array(loose),
});

export const payloadSchemas = {
  assessment_opened: loose,
  status_changed: z.object({
    ...change,
    from: status,
    to: status,
    answer: answer.nullish(),
    details: details.optional(),
    evidenceIds: z.array(id).optional(),
    responseId: id.nullish(),
    requestId: id.nullish(),
    proposalId: id.nullish(),
    comment: z.string().nullish(),
  }),
  status_corrected: z.object({
    ...change,
    corrects: z.number().int(),
    from: status,
    to: status,
    then: z.array(z.object({ to: status, effectiveOn: z.iso.date() })).optional(),
    proposalId: id.nullish(),
    details: details.optional(),
    evidenceIds: z.array(id).optional(),
    comment: z.string().nullish(),
  }),
  response_recorded: z.object({
    ...change,
    responseId: id,
    answer: answer.nullish(),
    counts: z.string(),
    evidenceIds: z.array(id).optional(),
  }),
  response_submitted: z.object({
    responseId: id,
    receipt: z.number().int(),
    organization: z.string(),
    answeredBy: z.string(),
    authorName: z.string().nullable(),
    summary: z.string().nullable(),
    signedOff: z.object({ name: z.string(), title: z.string(), at: z.string() }).nullable(),
    answers: z.array(z.object({ condition: z.string(), title: z.string(), answer, words: z.string().nullable() })),
    files: z.array(z.object({ evidenceId: id, title: z.string(), sha256: z.string().nullable(), url: z.string().nullable() })),
  }),
  response_recalled: z.object({ ...change, responseId: id }),
  clarification_asked: z.object({ ...change, clarificationId: id }),
  clarification_answered: z.object({ ...change, clarificationId: id }),
  referral_made: z.object({ ...change, referralId: id, responseId: id, operatorId: id.nullable(), body: z.string() }),
  referral_passed_on: z.object({ ...change, referralId: id, operatorId: id, operatorAssessmentId: id }),
  proposal_opened: z.object({ ...change, proposalId: id, to: status, details: details.optional(), evidenceIds: z.array(id).optional() }),
  proposal_returned: z.object({ ...change, proposalId: id, to: status }),
  /** Never what it says. One without `visibility` was written for the funder's side. */
  note_added: z.object({ ...change, noteId: id, visibility: z.string().optional(), mentions: z.array(id).optional() }),
  assigned: z.object({ ...change, assigneeId: id.nullable() }),
  request_noted: z.object({ ...change, requestId: id, act: z.enum(['sent', 'reissued', 'rescinded']), replaces: id.optional() }),
  response_counted: z.object({ ...change, responseId: id, was: z.string(), counts: z.string() }),
  dispute_opened: z.object({ ...change, disputeId: id, kind: z.string(), organizationId: id, evidenceIds: z.array(id).optional() }),
  dispute_decided: z.object({ ...change, disputeId: id, outcome: z.string() }),
  dispute_withdrawn: z.object({ ...change, disputeId: id }),
  program_created: loose,
  condition_added: loose,
  condition_versioned: loose,
  deadline_set: loose,
  deadline_computed: loose,
  deadline_moved: z.object({ deadlineId: id, moveId: id, from: z.iso.date(), dueOn: z.iso.date(), calendar: z.string() }),
  deadline_changed: z.object({ ...change, deadlineId: id }),
  extension_asked: loose,
  extension_decided: z.object({
    extensionId: id,
    deadlineId: id,
    state: z.enum(['granted', 'refused']),
    grantedOn: z.iso.date().nullable(),
    evidenceIds: z.array(id),
  }),
  extension_withdrawn: z.object({ extensionId: id, deadlineId: id }),
  legal_order_recorded: loose,
  legal_order_amended: loose,
  legal_order_ended: z.object({ orderId: id, version: z.number().int(), validTo: z.iso.date() }),
  calendar_changed: loose,
  request_recorded: loose,
  request_sent: z.object({ requestId: id, title: z.string(), recipients: z.number().int(), replaces: id.optional() }),
  request_rescinded: z.object({ requestId: id, rescindedOn: z.iso.date(), source: z.string().nullable() }),
  letter_template_saved: z.object({ templateId: id, name: z.string(), version: z.number().int() }),
  record_loaded: loose,
  practice_copy_made: loose,
  application_added: loose,
  reminder_sent: loose,
  funder_decision_recorded: loose,
  letter_recorded: loose,
  operator_added: loose,
  facility_added: loose,
  facility_operation_recorded: loose,
  booking_recorded: loose,
  reliance_recorded: z.object({
    ...change,
    relianceId: id,
    rule: z.enum(RELIANCE_RULES),
    scope: z.string(),
    relied: z.array(id),
    validFrom: z.iso.date(),
    validTo: z.iso.date().nullable(),
    evidenceIds: z.array(id),
    bookingId: id.nullable(),
  }),
  reliance_ended: z.object({ ...change, relianceId: id, endedOn: z.iso.date() }),
  outcome_taken: outcome,
  outcome_reopened: outcome,
  evidence_added: loose,
  evidence_linked: loose,
  evidence_accepted: loose,
  evidence_rejected: loose,
  evidence_versioned: loose,
  evidence_superseded: z.object({ supersededById: id.nullable() }),
  evidence_sealed: z.object({ digests: z.array(z.string()) }),
  evidence_privileged: z.object({ privileged: z.boolean() }),
  organization_added: loose,
  setting_change_proposed: z.object({ changeId: id, kind: z.string(), value: z.string() }),
  setting_change_returned: z.object({ changeId: id, kind: z.string(), value: z.string() }),
  setting_changed: z.object({ changeId: id, set: z.object({ twoPersonRule: z.boolean().optional(), assessorId: id.optional() }) }),
  account_created: loose,
  account_disabled: z.object({ principalId: id }),
  account_enabled: z.object({ principalId: id }),
  role_granted: loose,
  role_revoked: z.object({ membershipId: id, principalId: id, role: z.string(), programId: id.nullable() }),
  token_created: loose,
  token_revoked: z.object({ tokenId: id, principalId: id }),
  invitation_created: z.object({ invitationId: id, roles: z.array(z.string()), programId: id.nullable(), organizationId: id.nullable() }),
  invitation_revoked: z.object({ invitationId: id }),
  invitation_accepted: z.object({ invitationId: id, principalId: id }),
  session_revoked: z.object({ principalId: id, sessions: z.number().int() }),
  password_changed: z.object({ principalId: id }),
  preferences_set: z.object({ principalId: id, zone: z.string().nullable(), digest: z.boolean(), digestHour: z.number().int() }),
  mentions_read: z.object({ principalId: id, noteIds: z.array(id) }),
  ledger_key_added: z.object({ keyId: z.string(), previousId: z.string().nullable() }),
  content_erased: z.object({ erased: z.number().int(), kind: z.string(), kept: loose }),
  periods_rebuilt: z.object({ assessments: z.number().int(), changed: z.number().int() }),
} as const;

export type EventKind = keyof typeof payloadSchemas;

/** The kinds that change a status: by people, corrected, or taken from an operator's assessment. */
export const STATUS_EVENT_KINDS = [
  'status_changed',
  'status_corrected',
  'outcome_taken',
  'outcome_reopened',
] as const satisfies readonly EventKind[];
export type StatusEventKind = (typeof STATUS_EVENT_KINDS)[number];
export const isStatusEvent = (kind: string): kind is StatusEventKind => (STATUS_EVENT_KINDS as readonly string[]).includes(kind);

export const eventLabels: Record<EventKind, string> = {
  assessment_opened: 'Assessment opened',
  status_changed: 'Status changed',
  status_corrected: 'Status corrected',
  response_recorded: 'Response recorded',
  response_submitted: 'Answers submitted',
  response_recalled: 'Answers recalled as sent in error',
  clarification_asked: 'Asked what is meant',
  clarification_answered: 'Said what is meant',
  referral_made: 'Another body named',
  referral_passed_on: 'Question passed on to another body',
  proposal_opened: 'Finding proposed',
  proposal_returned: 'Proposal returned',
  note_added: 'Note added',
  assigned: 'Assigned',
  request_noted: 'Letter recorded',
  response_counted: 'Decided whether a response counts',
  dispute_opened: 'Objection recorded',
  dispute_decided: 'Objection decided',
  dispute_withdrawn: 'Objection withdrawn',
  program_created: 'Program created',
  condition_added: 'Condition added',
  condition_versioned: 'Condition wording recorded',
  deadline_set: 'Deadline recorded',
  deadline_computed: 'Deadline computed',
  deadline_moved: 'Deadline moved',
  deadline_changed: 'Deadline changed',
  extension_asked: 'More time asked for',
  extension_decided: 'Extension decided',
  extension_withdrawn: 'Request for more time withdrawn',
  legal_order_recorded: 'Legal order recorded',
  legal_order_amended: 'Record of a legal order amended',
  legal_order_ended: 'End of a legal order recorded',
  calendar_changed: 'Calendar changed',
  request_recorded: 'Request recorded',
  request_sent: 'Letter sent',
  request_rescinded: 'Letter rescinded',
  letter_template_saved: 'Letter template saved',
  record_loaded: 'Public record loaded',
  practice_copy_made: 'Practice copy made',
  application_added: 'Application recorded',
  reminder_sent: 'Reminder sent',
  funder_decision_recorded: "Funder's decision recorded",
  letter_recorded: 'Letter recorded',
  operator_added: 'Operator recorded',
  facility_added: 'Facility recorded',
  facility_operation_recorded: 'Operator of a facility recorded',
  booking_recorded: 'Booking recorded',
  reliance_recorded: 'Reliance recorded',
  reliance_ended: 'Reliance ended',
  outcome_taken: 'Finding taken from an operator',
  outcome_reopened: 'Taken finding reopened',
  evidence_added: 'Evidence added',
  evidence_linked: 'Evidence linked',
  evidence_accepted: 'Evidence accepted',
  evidence_rejected: 'Evidence rejected',
  evidence_versioned: 'New version of evidence',
  evidence_superseded: 'Evidence superseded',
  evidence_sealed: 'Evidence sealed: sent in error',
  evidence_privileged: 'Privilege of evidence marked',
  organization_added: 'Organization recorded',
  setting_change_proposed: 'Change of a rule proposed',
  setting_change_returned: 'Change of a rule returned',
  setting_changed: 'Rule changed',
  account_created: 'Account created',
  account_disabled: 'Account disabled',
  account_enabled: 'Account enabled again',
  role_granted: 'Role granted',
  role_revoked: 'Role taken back',
  token_created: 'API token created',
  token_revoked: 'API token revoked',
  invitation_created: 'Invitation made',
  invitation_revoked: 'Invitation withdrawn',
  invitation_accepted: 'Invitation accepted',
  session_revoked: 'Sessions ended',
  password_changed: 'Password changed',
  preferences_set: 'Preferences set',
  mentions_read: 'Mentions read',
  ledger_key_added: 'Signing key added',
  content_erased: 'Personal data erased',
  periods_rebuilt: 'Periods rebuilt from events',
};

const letterActs: Record<string, string> = { reissued: 'Letter sent again', rescinded: 'Letter rescinded' };

/** What an event is called, from its payload where its kind alone does not say what happened. */
export function labelOfEvent(kind: string, payload: Record<string, unknown> | null): string {
  if (!isEventKind(kind)) return kind;
  const act = kind === 'request_noted' && typeof payload?.act === 'string' ? payload.act : null;
  return (act !== null && letterActs[act]) || eventLabels[kind];
}

/** How a change of status is said, before or after the two statuses: nothing for what people changed themselves. */
const statusEventNotes: Record<StatusEventKind, string> = {
  status_changed: '',
  status_corrected: 'corrected',
  outcome_taken: 'taken from an operator',
  outcome_reopened: 'no longer taken from an operator',
};
export const statusEventNote = (kind: string): string => (isStatusEvent(kind) ? statusEventNotes[kind] : '');

export const isEventKind = (value: string): value is EventKind => Object.hasOwn(payloadSchemas, value);

/** The exact text that is stored and hashed. @throws ZodError when the payload does not fit its kind. */
export function eventContent(kind: EventKind, reason: string | null, payload: Record<string, unknown>): string {
  return JSON.stringify({ reason, payload: payloadSchemas[kind].parse(payload) });
}

const contentSchema = z.object({ reason: z.string().nullable(), payload: loose });

/** @throws ZodError when stored content is not of this shape. */
export function parseContent(content: string): { reason: string | null; payload: Record<string, unknown> } {
  return contentSchema.parse(JSON.parse(content));
}
