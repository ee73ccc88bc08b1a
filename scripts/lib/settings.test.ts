import { describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const SECRET = '7f3c9a1e5b8d2046c7e19f4ab36d80527f3c9a1e5b8d2046c7e19f4ab36d8052';
const OWNER = 'postgresql://owner:pw@db.example:5432/proviso';
const SERVING = 'postgresql://web:pw@pool.example:6432/proviso';

describe('settings', () => {
  test('nothing set: a demonstration on port 3000 of this machine', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      origin: 'http://127.0.0.1:3000',
      database: { kind: 'embedded' },
    });
  });

  test.each([
    ['PORT', { PORT: 'abc' }],
    ['PORT', { PORT: '0' }],
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '80.5' }],
    ['DATABASE_URL', { DATABASE_URL: 'nonsense', PROVISO_SECRET: SECRET }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://root@localhost/x', PROVISO_SECRET: SECRET }],
    ['DATABASE_URL', { DATABASE_URL: 'postgresql://root@localhost', PROVISO_SECRET: SECRET }],
    ['DATABASE_OWNER_URL', { DATABASE_OWNER_URL: 'localhost', PROVISO_SECRET: SECRET }],
    ['PROVISO_SECRET', { DATABASE_URL: OWNER }],
    ['PROVISO_SECRET', { DATABASE_URL: OWNER, PROVISO_SECRET: 'short' }],
    ['DATABASE_DIRECT_URL', { DATABASE_DIRECT_URL: OWNER, PROVISO_SECRET: SECRET }],
    ['PROVISO_ORIGIN', { PROVISO_ORIGIN: 'proviso.example.gov' }],
    ['PROVISO_HOST', { PROVISO_HOST: '0.0.0.0' }],
  ])('a bad %s is refused in one line that names it', (name, env) => {
    expect(() => readSettings(env)).toThrow(new RegExp(`^[^\\n]*${name}[^\\n]*$`));
  });

  test('one address: it owns, and a serving role is made', () => {
    expect(readSettings({ DATABASE_URL: OWNER, PROVISO_SECRET: SECRET }).database).toEqual({
      kind: 'external',
      ownerUrl: OWNER,
      servingUrl: OWNER,
      directUrl: OWNER,
      hasServingRole: false,
      secret: SECRET,
    });
  });

  test('two addresses with two roles: each does its part', () => {
    const env = { DATABASE_URL: SERVING, DATABASE_OWNER_URL: OWNER, PROVISO_SECRET: SECRET };
    expect(readSettings(env).database).toMatchObject({ ownerUrl: OWNER, servingUrl: SERVING, hasServingRole: true });
  });

  test('migrations go past the pooler', () => {
    const direct = 'postgresql://web:pw@db.example:5432/proviso';
    const env = { DATABASE_URL: SERVING, DATABASE_DIRECT_URL: direct, PROVISO_SECRET: SECRET };
    expect(readSettings(env).database).toMatchObject({ ownerUrl: direct, servingUrl: SERVING, directUrl: direct });
  });
});
