/**
 * The statuses of an assessment: where one condition stands for one applicant or operator.
 * Adding a status means one id in the tuple, one row in `statusRules`, and a migration of the lookup table.
 */
export const STATUSES = [
  'not_started',
  'requested',
  'submitted',
  'under_review',
  'info_requested',
  'met',
  'partly_met',
  'not_met',
  'unable_to_determine',
  'waived',
  'not_applicable',
  'withdrawn',
] as const;

export type Status = (typeof STATUSES)[number];
export type StatusGroup = 'open' | 'finding' | 'closed';

/** Marks differ in shape first; the hue follows and never sets red against green. */
export type StatusTone = 'open' | 'answered' | 'met' | 'unmet' | 'unsure' | 'closed';

export interface StatusRule {
  label: string;
  group: StatusGroup;
  tone: StatusTone;
  /** One line for people: what this status says, and what it does not. */
  meaning: string;
}

export const statusRules: Record<Status, StatusRule> = {
  not_started: { label: 'Not started', group: 'open', tone: 'open', meaning: 'No request is on record.' },
  requested: { label: 'Requested', group: 'open', tone: 'open', meaning: 'A request was sent. No answer is on record.' },
  submitted: { label: 'Answer received', group: 'open', tone: 'answered', meaning: 'An answer is on record. It has not been assessed.' },
  under_review: { label: 'Under review', group: 'open', tone: 'answered', meaning: 'An analyst is working on it. Nothing is decided.' },
  info_requested: { label: 'More information requested', group: 'open', tone: 'open', meaning: 'Something is missing and was asked for.' },
  met: { label: 'Met', group: 'finding', tone: 'met', meaning: 'The assessor found the condition met on the evidence named.' },
  partly_met: { label: 'Partly met', group: 'finding', tone: 'unsure', meaning: 'The assessor found part of the condition met.' },
  not_met: {
    label: 'Not met',
    group: 'finding',
    tone: 'unmet',
    meaning: 'The assessor found the condition not met on the evidence named.',
  },
  unable_to_determine: {
    label: 'Unable to determine',
    group: 'finding',
    tone: 'unsure',
    meaning: 'The assessor could not tell, for the reason given.',
  },
  waived: { label: 'Waived', group: 'closed', tone: 'closed', meaning: 'A signed waiver excuses the applicant.' },
  not_applicable: { label: 'Not applicable', group: 'closed', tone: 'closed', meaning: 'The condition does not apply to this applicant.' },
  withdrawn: { label: 'Withdrawn', group: 'closed', tone: 'closed', meaning: 'The request or the application ended.' },
};

export const isStatus = (value: string): value is Status => (STATUSES as readonly string[]).includes(value);
export const isFinding = (status: Status): boolean => statusRules[status].group === 'finding';
export const isClosed = (status: Status): boolean => statusRules[status].group === 'closed';
/** Findings and closures need a second person. */
export const concludes = (status: Status): boolean => statusRules[status].group !== 'open';

/** Why nothing could be determined. A reason is required for `unable_to_determine`. */
export const UNDETERMINED_REASONS = {
  outside_control: "Outside the applicant's control",
  no_response_body_in_control: 'No response from the body in control',
  no_response_applicant: 'No response from the applicant',
  insufficient: 'Evidence insufficient',
  conflicting: 'Evidence conflicting',
  open_legal_question: 'Open legal question',
} as const;
export type UndeterminedReason = keyof typeof UNDETERMINED_REASONS;

/** A withdrawal is always shown with who ended it. */
export const WITHDRAWAL_KINDS = {
  applicant_withdrew: 'Applicant withdrew',
  funder_withdrew_request: 'Funder withdrew the request',
  program_ended: 'Program ended',
} as const;
export type WithdrawalKind = keyof typeof WITHDRAWAL_KINDS;
