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
  proposal_opened: z.object({ ...change, proposalId: id, to: status, details: details.optional(), evidenceIds: z.array(id).optional() }),
  proposal_returned: z.object({ ...change, proposalId: id, to: status }),
  note_added: z.object({ ...change, noteId: id }),
  program_created: loose,
  condition_added: loose,
  condition_versioned: loose,
  deadline_set: loose,
  request_recorded: loose,
  record_loaded: loose,
  practice_copy_made: loose,
  application_added: loose,
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
  proposal_opened: 'Finding proposed',
  proposal_returned: 'Proposal returned',
  note_added: 'Note added',
  program_created: 'Program created',
  condition_added: 'Condition added',
  condition_versioned: 'Condition wording recorded',
  deadline_set: 'Deadline recorded',
  request_recorded: 'Request recorded',
  record_loaded: 'Public record loaded',
  practice_copy_made: 'Practice copy made',
  application_added: 'Application recorded',
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
  ledger_key_added: 'Signing key added',
  content_erased: 'Personal data erased',
  periods_rebuilt: 'Periods rebuilt from events',
};

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
