import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type Checkpoint,
  checkpointHash,
  checkpointProblem,
  checkpointText,
  compareSeals,
  contentDigest,
  eventHash,
  isSigned,
  keyIdOf,
  keyProblem,
  keyText,
  type LedgerKey,
  sealText,
} from './ledger.ts';

const AT = '2026-11-24T15:00:00.000000Z';

function newKey(previous: { key: LedgerKey; secret: KeyObject } | null): { key: LedgerKey; secret: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const key = { id: keyIdOf(raw), publicKey: raw, createdAt: AT, previousId: previous?.key.id ?? null };
  const endorsement = previous ? sign(null, Buffer.from(keyText(key)), previous.secret).toString('hex') : null;
  return { key: { ...key, endorsement }, secret: privateKey };
}

const first = newKey(null);

function seal(number: number, previousHash: string, by = first): Checkpoint {
  const fields = { number, previousHash, root: 'ab'.repeat(32), streamCount: 1, eventCount: 2, sealedAt: AT, keyId: by.key.id };
  const signature = sign(null, Buffer.from(checkpointText(fields)), by.secret).toString('hex');
  return { ...fields, hash: checkpointHash(fields), signature };
}

describe('hashes', () => {
  test('of an event cover every field, as plain text', () => {
    const event = {
      program: 'p',
      stream: 's',
      sequence: 2,
      kind: 'note_added',
      payloadVersion: 1,
      actor: 'a',
      onBehalfOf: null,
      requestId: 'r',
      effectiveAt: AT,
      recordedAt: AT,
      contentDigest: 'd',
    };
    const text = `["proviso/event/1","p","s","2","note_added","1","a","","r","${AT}","${AT}","d","before"]`;
    expect(eventHash(event, 'before')).toBe(createHash('sha256').update(text).digest('hex'));
    const changed = Object.keys(event).map((key) => eventHash({ ...event, [key]: 'x' }, 'before'));
    expect(new Set([...changed, eventHash(event, 'before'), eventHash(event, 'x')]).size).toBe(13);
  });

  test('of contents cover the salt', () => {
    expect(contentDigest(Buffer.alloc(16), 'é')).toBe(createHash('sha256').update(Buffer.alloc(16)).update('é', 'utf8').digest('hex'));
    expect(contentDigest(Buffer.alloc(16, 1), 'é')).not.toBe(contentDigest(Buffer.alloc(16), 'é'));
  });

  test('of seals are in the order of program and stream', () => {
    const seals = [
      ['b', 'a'],
      ['a', 'b'],
      ['a', 'a'],
    ].map(([program = '', stream = '']) => ({ program, stream, sequence: 1, hash: 'h' }));
    expect(seals.sort(compareSeals).map(sealText)).toEqual([
      '["proviso/seal/1","a","a","1","h"]',
      '["proviso/seal/1","a","b","1","h"]',
      '["proviso/seal/1","b","a","1","h"]',
    ]);
  });
});

describe('signatures', () => {
  test('a malformed key or signature is no signature', () => {
    const good = seal(1, '');
    expect(isSigned(checkpointText(good), good.signature, first.key.publicKey)).toBe(true);
    expect(isSigned(checkpointText(good), good.signature, 'zz')).toBe(false);
    expect(isSigned(checkpointText(good), 'zz', first.key.publicKey)).toBe(false);
    expect(isSigned(checkpointText(good), null, first.key.publicKey)).toBe(false);
  });

  test('a key is known by the endorsement of the one before it', () => {
    const second = newKey(first);
    const other = newKey(null);
    expect(keyProblem(first.key, null)).toBeNull();
    expect(keyProblem(second.key, first.key)).toBeNull();
    expect(keyProblem({ ...second.key, endorsement: other.key.publicKey.repeat(2) }, first.key)).toMatch(/endorse/);
    expect(keyProblem({ ...other.key, previousId: first.key.id }, first.key)).toMatch(/endorse/);
    expect(keyProblem(second.key, null)).toMatch(/follow/);
    expect(keyProblem({ ...first.key, id: other.key.id }, null)).toMatch(/digest/);
  });

  test('a checkpoint that is altered, moved or signed by another is found', () => {
    const one = seal(1, '');
    const two = seal(2, one.hash);
    expect(checkpointProblem(one, null, first.key)).toBeNull();
    expect(checkpointProblem(two, one, first.key)).toBeNull();
    expect(checkpointProblem({ ...two, eventCount: 3 }, one, first.key)).toMatch(/hash/);
    expect(checkpointProblem(two, null, first.key)).toMatch(/follow/);
    expect(checkpointProblem(seal(2, 'other'), one, first.key)).toMatch(/before it/);
    expect(checkpointProblem(two, one, newKey(null).key)).toMatch(/signature/);
    expect(checkpointProblem(two, one, undefined)).toMatch(/not known/);
    const forged = { ...two, eventCount: 3 };
    expect(checkpointProblem({ ...forged, hash: checkpointHash(forged) }, one, first.key)).toMatch(/signature/);
  });
});
