/** What an item of evidence is, how freely it may be read, and where it stands on a day. */
import type { EvidenceClass } from './evidence-class.ts';
import { addDays } from './time.ts';

export const EVIDENCE_KINDS = ['file', 'text', 'link', 'citation'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export const evidenceKindLabels: Record<EvidenceKind, string> = {
  file: 'File',
  text: 'Pasted text',
  link: 'Link',
  citation: 'Citation',
};

/**
 * Public: published by whoever issued it. Internal: for everybody with a role where it is linked. Restricted: its content is
 * only for those who accept evidence, for counsel and auditors, and for whoever added it.
 */
export const SENSITIVITIES = ['public', 'internal', 'restricted'] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export const sensitivityLabels: Record<Sensitivity, string> = { public: 'Public', internal: 'Internal', restricted: 'Restricted' };

export const ACCEPTANCES = ['pending', 'accepted', 'rejected'] as const;
export type Acceptance = (typeof ACCEPTANCES)[number];

export const acceptanceLabels: Record<Acceptance, string> = { pending: 'not yet decided', accepted: 'accepted', rejected: 'rejected' };

/** Expiring: within this many calendar days. */
export const EXPIRING_DAYS = 30;

export const EVIDENCE_STATES = ['in_force', 'not_yet', 'expiring', 'expired', 'superseded', 'sealed'] as const;
export type EvidenceState = (typeof EVIDENCE_STATES)[number];

export const evidenceStateLabels: Record<EvidenceState, string> = {
  in_force: 'In force',
  not_yet: 'Not yet in force',
  expiring: 'Expires soon',
  expired: 'No longer in force',
  superseded: 'Superseded',
  sealed: 'Sealed: sent in error',
};

export interface EvidenceDates {
  inForceFrom: string | null;
  inForceTo: string | null;
  supersededAt: string | null;
  sealedAt: string | null;
}

/**
 * Where an item stands on a day. What was superseded or sealed later than it is asked for must have been left out before.
 * @param on `YYYY-MM-DD` in the program's zone
 */
export function evidenceStateOn(item: EvidenceDates, on: string): EvidenceState {
  if (item.sealedAt !== null) return 'sealed';
  if (item.supersededAt !== null) return 'superseded';
  if (item.inForceTo !== null && item.inForceTo < on) return 'expired';
  if (item.inForceFrom !== null && item.inForceFrom > on) return 'not_yet';
  if (item.inForceTo !== null && item.inForceTo <= addDays(on, EXPIRING_DAYS)) return 'expiring';
  return 'in_force';
}

/** What may be read of an item where its class and date alone are shown. */
export interface EvidenceReader {
  privileged: boolean;
  /** Content that was sent in error. */
  sealed: boolean;
  restricted: boolean;
  /** Whoever asks reads what he added himself, also where it is restricted. */
  principalId: string | null;
}

/** What decides who reads the content of an item. */
export interface ReadRights {
  class: EvidenceClass;
  privileged: boolean;
  sensitivity: Sensitivity;
  sealedAt: string | null;
  addedById: string;
}

/** Whether there is more to see than that there is a privileged item of a class and date. */
export const maySeeItem = (reader: EvidenceReader, item: Pick<ReadRights, 'privileged'>): boolean => !item.privileged || reader.privileged;

/** What stands for the title of a privileged item. */
export const PRIVILEGED_TITLE = 'Privileged item';

/** Whether the content may be read: text, file, preview, search in it. */
export function mayReadContent(reader: EvidenceReader, item: ReadRights): boolean {
  if (!maySeeItem(reader, item)) return false;
  if (item.sealedAt !== null) return reader.sealed;
  return item.sensitivity !== 'restricted' || reader.restricted || reader.principalId === item.addedById;
}
