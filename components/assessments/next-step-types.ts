import type { Uploaded } from '#components/evidence/file-ticket.ts';
import type { FormAction } from '#components/ui/form-state.ts';
import type { Status } from '#lib/domain/status.ts';
import type { DetailField } from '#lib/domain/status-details.ts';

/** One move that this person may make or propose. */
export interface NextStepOption {
  to: Status;
  /** `record` takes effect at once; `propose` waits for a second person. */
  kind: 'record' | 'propose';
  /** What the act is called, for example "Take under review" or "Propose: met". */
  label: string;
  /** What it means, in a sentence. */
  hint: string;
  /** The words on the button once this is chosen. */
  submitLabel: string;
  /** Asked only for this move. Sent as `details.<to>.<name>`. */
  fields: readonly DetailField[];
  /** Values already known, by the field's name. */
  defaults?: Readonly<Record<string, string>> | undefined;
  /** What this move still needs of the evidence accepted so far, in a sentence, and the items on record that would do once accepted. */
  missing?: { says: string; wouldDo: readonly string[] } | undefined;
  /** For example "Needs accepted evidence of class A to F." */
  evidenceHint?: string | undefined;
}

/** An item of evidence that may be ticked. Sent as `evidenceIds`, once for each. */
export interface EvidenceChoice {
  id: string;
  /** For example "G · Letter of August 14, 2017". */
  label: string;
  /** For example "accepted" or "not yet accepted". */
  note?: string | undefined;
  checked?: boolean | undefined;
}

/**
 * Fields sent: `assessmentId`, `version`, `idempotencyKey`, `to`, `reason`, `effectiveOn` (may be empty: now),
 * `evidenceIds` (none or many), `details.<to>.<name>`, and for a new item `newEvidence.title`,
 * `newEvidence.class`, `newEvidence.url` or `newEvidence.file` (a ticket) or `newEvidence.citation`, `newEvidence.issuer` (all empty
 * when none is added).
 */
export interface NextStepProps {
  action: FormAction;
  assessmentId: string;
  /** The slug of the program, for uploads, and what an upload without JavaScript came back with. */
  program: string;
  uploaded: Uploaded;
  version: number;
  idempotencyKey: string;
  options: readonly NextStepOption[];
  evidence: readonly EvidenceChoice[];
  /** What stands open to others, for example { act: 'approve a withdrawal', who: 'approver' }. */
  needsSomeoneElse: readonly { act: string; who: string }[];
  /** Today in the program's zone; no later date can be entered. */
  today: string;
  /** This page, now: where "Keep theirs" leads. */
  keepHref: string;
  /** Why there is no form, for example "Writing is off while the page shows another day." */
  offReason?: string | undefined;
}
