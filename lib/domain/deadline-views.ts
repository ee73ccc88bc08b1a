/** What pages and the API show of deadlines, extensions and orders: plain data, with the names that people read. */
import type { AssumedPart } from './deadline.ts';
import type { OrderEffect, OrderParties, OrderState } from './legal-order.ts';
import type { Source } from './record.ts';

export interface EvidenceRef {
  id: string;
  title: string;
  url: string | null;
}

export interface ExtensionView {
  id: string;
  deadlineId: string;
  deadlineLabel: string;
  scope: 'application' | 'group' | 'program';
  /** Null: every applicant of the program. For someone confined to one organization, only its own. */
  applicants: { id: string; name: string }[] | null;
  wantedOn: string;
  /** Null where it is not for the reader. */
  reason: string | null;
  askedBy: string | null;
  askedAt: string;
  recordedAt: string;
  evidence: EvidenceRef[];
  state: 'asked' | 'granted' | 'refused' | 'withdrawn';
  grantedOn: string | null;
  decisionReason: string | null;
  decisionEvidence: EvidenceRef[];
  decisionAt: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
}

export interface LegalOrderView {
  id: string;
  version: number;
  /** Court, docket and date in one line. */
  name: string;
  court: string;
  docket: string;
  title: string;
  decidedOn: string;
  effect: OrderEffect;
  parties: OrderParties;
  applicants: { id: string; name: string }[];
  conditions: { id: string; ref: string; title: string }[];
  validFrom: string;
  validTo: string | null;
  actsOn: { id: string; name: string } | null;
  summary: string;
  sources: Source[];
  evidence: EvidenceRef[];
  recordedAt: string;
  recordedBy: string;
  /** On the day asked about. */
  state: OrderState;
  /** The order that replaced, stayed or vacated it, by its name. */
  stateBy: string | null;
  /** For some of those whom it reaches it stands otherwise. */
  partly: { state: OrderState; by: string | null } | null;
}

/** The deadline of one assessment, and how it came about. */
export interface ExplainedDeadline {
  assessmentId: string;
  deadlineId: string | null;
  label: string | null;
  dueOn: string | null;
  dueAt: string | null;
  paused: boolean;
  moved: boolean;
  steps: string[];
  assumed: AssumedPart[];
  pendingExtension: { id: string; wantedOn: string } | null;
  extensions: ExtensionView[];
  /** Orders that reach it, or would. */
  orders: LegalOrderView[];
  /** Orders in force on that day that keep the condition from being used here, or from being enforced, by their names. */
  barsUse: string[];
  barsEnforcement: string[];
}
