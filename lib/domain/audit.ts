/** What auditors read: seals over the history, who could approve, and events picked for a closer look. Plain data. */
import type { StreamKind } from './event.ts';
import { isFinding, STATUSES, type Status } from './status.ts';
import { toMicros } from './time.ts';

/** A signed digest of what was recorded in the whole installation since the one before it. */
export interface Checkpoint {
  number: number;
  /** Empty for the first. */
  previousHash: string;
  /** Merkle root over the streams it covers. */
  root: string;
  streamCount: number;
  eventCount: number;
  sealedAt: string;
  keyId: string;
  /** The key's public half, in hex. */
  publicKey: string;
  hash: string;
  signature: string;
  /** Streams of the program asked about among those that it covers. */
  programStreams: number;
}

export interface LedgerState {
  /** Events of the program that no checkpoint covers yet, and of the whole installation. */
  unsealedEvents: number;
  unsealedEverywhere: number;
  oldestUnsealedAt: string | null;
  lastSealedAt: string | null;
}

/** What a report says about the history it was made from. */
export interface LedgerCitation {
  checkpoint: { number: number; hash: string; sealedAt: string } | null;
  /** Events of the program that this checkpoint does not cover. */
  unsealedEvents: number;
}

/** A checkpoint covers a stream's events up to this sequence. */
export interface Seal {
  checkpoint: number;
  sequence: number;
}

/** Sealing runs every minute; something that waits longer than this means that it does not run. */
export const SEALING_ALARM_MINUTES = 5;

/** Whether the oldest unsealed event waits for longer than it should. */
export function isSealingLate(state: Pick<LedgerState, 'oldestUnsealedAt'>, now: string): boolean {
  if (state.oldestUnsealedAt === null) return false;
  return toMicros(now) - toMicros(state.oldestUnsealedAt) > BigInt(SEALING_ALARM_MINUTES) * 60_000_000n;
}

/** The number of the first checkpoint that covers an event of a stream; null when none does. */
export const sealOf = (seals: readonly Seal[], sequence: number): number | null =>
  seals
    .filter((seal) => seal.sequence >= sequence)
    .reduce<number | null>((first, seal) => Math.min(first ?? seal.checkpoint, seal.checkpoint), null);

const count = (n: number): string => `${n} ${n === 1 ? 'event' : 'events'} of this program`;

/** One line for files and pages: the last checkpoint, and what it does not cover. */
export function citationText({ checkpoint, unsealedEvents }: LedgerCitation): string {
  const rest = unsealedEvents === 0 ? 'no event of this program waits for the next one' : `${count(unsealedEvents)} not yet sealed`;
  if (checkpoint === null) return `No checkpoint has been made yet; ${rest}`;
  return `Ledger checkpoint ${checkpoint.number}, ${checkpoint.hash}; ${rest}`;
}

/** A role with power over findings, held at an instant. */
export interface HeldGrant {
  role: 'reviewer' | 'approver';
  scope: 'program' | 'every_program';
  grantedAt: string;
  /** Null: the installation itself, at set-up. */
  grantedBy: string | null;
  /** Taken back later than the instant asked about; null: not until now. */
  revokedAt: string | null;
  revokedBy: string | null;
}

/** An API token that was good at an instant and held a deciding role itself. */
export interface ActingToken {
  id: string;
  /** Of its own principal: whose name its acts carry. */
  principalId: string;
  name: string;
  prefix: string;
  roles: ('reviewer' | 'approver')[];
  createdAt: string;
  expiresAt: string;
  /** Later than the instant asked about; null: not until now. */
  revokedAt: string | null;
}

/** Why somebody who held a deciding role could still not use it. */
export const OBSTACLES = {
  disabled: 'The account was disabled',
  token_ended: 'The token had expired or was revoked',
  person_disabled: 'The account of the person it acts for was disabled',
  person_without_role: 'The person it acts for did not hold this role',
} as const;
export type Obstacle = keyof typeof OBSTACLES;

/** Somebody who held a role with power over findings at an instant. */
export interface Approver {
  id: string;
  name: string;
  kind: string;
  grants: HeldGrant[];
  /** The instant from which the account was disabled; null: it was not. */
  disabledAt: string | null;
  /** Of a token: for whom it acts. */
  onBehalfOf: { id: string; name: string } | null;
  /** Tokens that could approve for this person. */
  tokens: ActingToken[];
  /** What stood in the way; null: could approve. */
  obstacle: Obstacle | null;
}

/** An event with what an auditor needs to find it and to check it. */
export interface AuditEvent {
  streamId: string;
  streamKind: StreamKind;
  sequence: number;
  kind: string;
  /** What it is about, in names: the applicant or operator, and the condition. */
  subject: string | null;
  condition: string | null;
  from: Status | null;
  to: Status | null;
  reason: string | null;
  /** The content was erased; the event and its place in the chain stay. */
  erased: boolean;
  actor: { id: string; name: string; kind: string };
  onBehalfOf: string | null;
  effectiveAt: string;
  recordedAt: string;
  /** Came in with the loaded record or with the making of a practice copy, not by somebody at work on it. */
  imported: boolean;
  hash: string;
  /** The first checkpoint that covers it; null: not sealed yet. */
  checkpoint: number | null;
}

const MICROS_PER_DAY = 86_400_000_000n;

/** Whole days, of 24 hours each, by which an event's effective instant lies before its recorded one. */
export const daysBackDated = (event: Pick<AuditEvent, 'effectiveAt' | 'recordedAt'>): number =>
  Number((toMicros(event.recordedAt) - toMicros(event.effectiveAt)) / MICROS_PER_DAY);

export const FINDING_STATUSES: readonly Status[] = STATUSES.filter(isFinding);

export const SAMPLE_DEFAULT = 25;
export const SAMPLE_MOST = 200;
export const BACK_DATED_DEFAULT = 30;
/** About a thousand years. */
export const BACK_DATED_MOST = 365_000;
