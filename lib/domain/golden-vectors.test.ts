/** TypeScript and the file for third parties agree with the golden vectors; SQL is asked in a test with a database. */
import { describe, expect, test } from 'vitest';
import { type GoldenVector, readGoldenVectors } from './golden-vectors.fixture.ts';
import { contentDigest, eventHash } from './ledger.ts';

interface Outside {
  contentDigest(saltHex: string, content: string): string;
  eventHash(program: string, event: GoldenVector): string;
}

const vectors = readGoldenVectors();

describe('1,000 golden vectors', () => {
  test('hold what is hard: controls, quotes, marks, planes, separators, bidirectional marks', () => {
    expect(vectors).toHaveLength(1000);
    const all = vectors.map((vector) => vector.kind + vector.content).join('');
    for (const hard of ['\u0001', '\u007f', '\u2028', '\u202e', '"', '\\', '\u{10ffff}', '\ufeff', '\uffff', 'e\u0301', 'ß']) {
      if (hard === 'e\u0301') expect(all).toContain('\u0301');
      else expect(all).toContain(hard);
    }
  });

  test('TypeScript agrees with all', () => {
    const wrong = vectors.filter(
      (vector) =>
        contentDigest(Buffer.from(vector.salt, 'hex'), vector.content) !== vector.contentDigest ||
        eventHash(vector, vector.prevHash) !== vector.hash,
    );
    expect(wrong).toEqual([]);
  });

  test('verify.mjs agrees with all', async () => {
    const outside = (await import(new URL('../../verify.mjs', import.meta.url).href)) as Outside;
    const wrong = vectors.filter(
      (vector) =>
        outside.contentDigest(vector.salt, vector.content) !== vector.contentDigest ||
        outside.eventHash(vector.program, vector) !== vector.hash,
    );
    expect(wrong).toEqual([]);
  });

  test('control: a changed character is another hash', () => {
    const changed = vectors.filter((vector) => eventHash({ ...vector, kind: `${vector.kind} ` }, vector.prevHash) === vector.hash);
    expect(changed).toEqual([]);
  });
});
