/** What is handed to outsiders: the lines of an exported ledger, and the proof that one event is covered by a checkpoint. */
import type { Checkpoint, LedgerKey, Seal } from './ledger.ts';
import type { StoredEvent } from './stream-check.ts';

export const LEDGER_FORMAT = 'proviso/ledger/1';
export const PROOF_FORMAT = 'proviso/proof/1';

/** The hashed fields of an event of a known program and stream. */
export interface ShownLink {
  sequence: number;
  kind: string;
  payloadVersion: number;
  actor: string;
  onBehalfOf: string | null;
  requestId: string | null;
  effectiveAt: string;
  recordedAt: string;
  contentDigest: string;
  prevHash: string;
  hash: string;
}

export interface ShownEvent extends ShownLink {
  stream: string;
  streamKind: string;
  /** Hexadecimal; null once erased. */
  salt: string | null;
  /** The exact text that was hashed; null once erased. */
  content: string | null;
}

export interface EventProof {
  format: typeof PROOF_FORMAT;
  program: string;
  /** Whether a checkpoint covers the event yet. */
  sealed: boolean;
  event: ShownEvent;
  /** The events after it in its stream, up to the one that the checkpoint names. */
  later: ShownLink[];
  seal: Omit<Seal, 'program'> | null;
  leafIndex: number | null;
  leafCount: number | null;
  /** The audit path of RFC 6962 from the leaf to the root, from the bottom up. */
  path: string[];
  checkpoint: Checkpoint | null;
  keys: LedgerKey[];
}

export const showLink = (event: StoredEvent): ShownLink => ({
  sequence: event.sequence,
  kind: event.kind,
  payloadVersion: event.payloadVersion,
  actor: event.actor,
  onBehalfOf: event.onBehalfOf,
  requestId: event.requestId,
  effectiveAt: event.effectiveAt,
  recordedAt: event.recordedAt,
  contentDigest: event.contentDigest,
  prevHash: event.prevHash,
  hash: event.hash,
});

export const showEvent = (event: StoredEvent): ShownEvent => ({
  stream: event.stream,
  streamKind: event.streamKind,
  ...showLink(event),
  salt: event.salt === null ? null : Buffer.from(event.salt).toString('hex'),
  content: event.content,
});
