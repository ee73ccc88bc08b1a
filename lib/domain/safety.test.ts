import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type SafetyFacts, unsafeDatabase, unsafeSecret } from './safety.ts';

const good: SafetyFacts = {
  fsync: 'on',
  synchronousCommit: 'on',
  fullPageWrites: 'on',
  dataChecksums: 'on',
  ownsHistory: false,
  isSuperuser: false,
  rightsOnHistory: [],
};

describe('the database', () => {
  test('good settings are good, and stricter ones too', () => {
    expect(unsafeDatabase(good)).toEqual([]);
    expect(unsafeDatabase({ ...good, synchronousCommit: 'remote_apply' })).toEqual([]);
  });

  test.each([
    ['fsync', { fsync: 'off' }],
    ['synchronous_commit', { synchronousCommit: 'off' }],
    ['full_page_writes', { fullPageWrites: 'off' }],
    ['checksums', { dataChecksums: 'off' }],
    ['owns the history', { ownsHistory: true }],
    ['owns the history', { isSuperuser: true }],
    ['may write the history', { rightsOnHistory: ['UPDATE'] }],
  ])('%s is said', (word, wrong) => {
    const said = unsafeDatabase({ ...good, ...wrong });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(word);
  });
});

describe('the secret', () => {
  test.each(['short', 'change-me-change-me-change-me-change-me', 'a'.repeat(64), '0123456789abcdef0123456789abcdef', 'x1y2'.repeat(16)])(
    '%s is refused',
    (secret) => {
      expect(unsafeSecret(secret)).toMatch(/openssl rand/);
    },
  );

  test('a thousand random ones pass', () => {
    const refused = Array.from({ length: 1000 }, () => randomBytes(32).toString('hex')).filter((secret) => unsafeSecret(secret) !== null);
    expect(refused).toEqual([]);
  });
});
