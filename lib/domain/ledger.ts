/**
 * The exact texts that the ledger hashes and signs, the same bytes as the SQL functions and `verify.mjs` make.
 * Each is the JSON of an array of strings; absent is "", ids and digests are lower case, instants UTC with microseconds.
 * The format is described for third parties in docs/ledger-format.md.
 */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { leafHash } from './merkle.ts';

/** What the hash of an event covers, but for the hash of the event before it. */
export interface HashedFields {
  program: string;
  stream: string;
  sequence: number;
  kind: string;
  payloadVersion: number;
  actor: string;
  onBehalfOf: string | null;
  requestId: string | null;
  effectiveAt: string;
  recordedAt: string;
  contentDigest: string;
}

/** The highest event of a stream that a checkpoint covers. */
export interface Seal {
  program: string;
  stream: string;
  sequence: number;
  hash: string;
}

export interface CheckpointFields {
  number: number;
  /** Of the checkpoint before; "" for the first. */
  previousHash: string;
  root: string;
  streamCount: number;
  eventCount: number;
  sealedAt: string;
  keyId: string;
}

/** `hash` and `signature` are lower-case hexadecimal. */
export interface Checkpoint extends CheckpointFields {
  hash: string;
  signature: string;
}

export interface LedgerKey {
  id: string;
  /** The 32 raw bytes of an Ed25519 key, lower-case hexadecimal. */
  publicKey: string;
  createdAt: string;
  /** The key that endorses this one; null for the first. */
  previousId: string | null;
  endorsement: string | null;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** @param salt 16 random bytes, so that a short content cannot be guessed from its digest */
export const contentDigest = (salt: Uint8Array, content: string): string =>
  createHash('sha256').update(salt).update(content, 'utf8').digest('hex');

export const eventText = (event: HashedFields, prevHash: string): string =>
  JSON.stringify([
    'proviso/event/1',
    event.program,
    event.stream,
    String(event.sequence),
    event.kind,
    String(event.payloadVersion),
    event.actor,
    event.onBehalfOf ?? '',
    event.requestId ?? '',
    event.effectiveAt,
    event.recordedAt,
    event.contentDigest,
    prevHash,
  ]);

export const eventHash = (event: HashedFields, prevHash: string): string => sha256(eventText(event, prevHash));

export const sealText = (seal: Seal): string =>
  JSON.stringify(['proviso/seal/1', seal.program, seal.stream, String(seal.sequence), seal.hash]);

export const sealLeaf = (seal: Seal): Buffer => leafHash(sealText(seal));

/** The order of the leaves of a checkpoint: by program, then by stream, as lower-case text. */
export function compareSeals(a: Pick<Seal, 'program' | 'stream'>, b: Pick<Seal, 'program' | 'stream'>): number {
  const left = a.program + a.stream;
  const right = b.program + b.stream;
  return left < right ? -1 : left > right ? 1 : 0;
}

export const checkpointText = (checkpoint: CheckpointFields): string =>
  JSON.stringify([
    'proviso/checkpoint/1',
    String(checkpoint.number),
    checkpoint.previousHash,
    checkpoint.root,
    String(checkpoint.streamCount),
    String(checkpoint.eventCount),
    checkpoint.sealedAt,
    checkpoint.keyId,
  ]);

export const checkpointHash = (checkpoint: CheckpointFields): string => sha256(checkpointText(checkpoint));

export const keyIdOf = (publicKey: string): string => createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex').slice(0, 16);

/** What the key before signs to endorse a new one. */
export const keyText = (key: Omit<LedgerKey, 'endorsement'>): string =>
  JSON.stringify(['proviso/key/1', key.id, key.publicKey, key.createdAt, key.previousId ?? '']);

/** DER of an Ed25519 public key but for its 32 bytes (RFC 8410). */
const PUBLIC_KEY_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

function publicKeyObject(publicKey: string): KeyObject | null {
  if (!/^[0-9a-f]{64}$/.test(publicKey)) return null;
  return createPublicKey({ key: Buffer.concat([PUBLIC_KEY_PREFIX, Buffer.from(publicKey, 'hex')]), format: 'der', type: 'spki' });
}

/** Whether an Ed25519 signature (128 hexadecimal digits) fits the text; false for anything malformed. */
export function isSigned(text: string, signature: string | null, publicKey: string): boolean {
  const key = publicKeyObject(publicKey);
  if (!key || !signature || !/^[0-9a-f]{128}$/.test(signature)) return false;
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'hex'));
}

/** One line each of the checkpoint file and of an exported ledger, without the line's end. */
export const checkpointLine = ({
  number,
  previousHash,
  root,
  streamCount,
  eventCount,
  sealedAt,
  keyId,
  hash,
  signature,
}: Checkpoint): string =>
  JSON.stringify({ line: 'checkpoint', number, previousHash, root, streamCount, eventCount, sealedAt, keyId, hash, signature });

export const keyLine = ({ id, publicKey, createdAt, previousId, endorsement }: LedgerKey): string =>
  JSON.stringify({ line: 'key', id, publicKey, createdAt, previousId, endorsement });

/** What is wrong with a key, given the one before it in the chain; null when nothing is. */
export function keyProblem(key: LedgerKey, previous: LedgerKey | null): string | null {
  if (keyIdOf(key.publicKey) !== key.id) return 'The id is not the digest of the public key.';
  if ((key.previousId ?? null) !== (previous?.id ?? null)) return 'It does not follow the key before it.';
  if (previous && !isSigned(keyText(key), key.endorsement, previous.publicKey)) return 'The key before it did not endorse it.';
  return null;
}

/** What is wrong with a checkpoint on its own and in its place; null when nothing is. */
export function checkpointProblem(checkpoint: Checkpoint, previous: Checkpoint | null, key: LedgerKey | undefined): string | null {
  if (checkpoint.number !== (previous?.number ?? 0) + 1) return `It does not follow checkpoint ${previous?.number ?? 0}.`;
  if (checkpoint.previousHash !== (previous?.hash ?? '')) return 'It does not name the hash of the checkpoint before it.';
  if (checkpointHash(checkpoint) !== checkpoint.hash) return 'Its hash does not fit what it says.';
  if (!key) return `Its key ${checkpoint.keyId} is not known.`;
  if (!isSigned(checkpointText(checkpoint), checkpoint.signature, key.publicKey)) return 'Its signature does not verify.';
  return null;
}
