/** Objections and requests for reconsideration: said by whoever made them, decided by somebody who had no part in the finding. */
export const DISPUTE_KINDS = ['objection', 'reconsideration'] as const;
export type DisputeKind = (typeof DISPUTE_KINDS)[number];
export const disputeKindLabels: Record<DisputeKind, string> = {
  objection: 'Objection',
  reconsideration: 'Request for reconsideration',
};

export const DISPUTE_OUTCOMES = ['upheld', 'partly_upheld', 'dismissed'] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];
export type DisputeState = DisputeOutcome | 'open' | 'withdrawn';
export const disputeStateLabels: Record<DisputeState, string> = {
  open: 'Open',
  upheld: 'Upheld',
  partly_upheld: 'Partly upheld',
  dismissed: 'Dismissed',
  withdrawn: 'Withdrawn by whoever made it',
};

/** What stands after these outcomes was found on a basis that did not hold, in whole or in part: it is looked at again. */
export const reopensFinding = (outcome: DisputeOutcome): boolean => outcome !== 'dismissed';

/** An objection as pages and the API show it, in the words of whoever made it. */
export interface DisputeView {
  id: string;
  assessmentId: string;
  kind: DisputeKind;
  /** On whose behalf it was made. */
  organization: { id: string; name: string };
  grounds: string;
  /** What is asked for. */
  asked: string;
  evidenceIds: string[];
  openedOn: string;
  openedBy: string;
  recordedAt: string;
  state: DisputeState;
  decidedBy: string | null;
  decidedAt: string | null;
  /** The reason of the decision, or of withdrawing it. */
  decision: string | null;
}
