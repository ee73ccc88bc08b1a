import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { clearAttempts, countWrongSecret, forgiveSignInTry, LIMITS, takeSignInTry } from './limit-attempts.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.owner.query('TRUNCATE rate_limit'));
afterAll(() => world.close());

/** How many of `n` tries pass, all at once. */
async function passed(n: number, tryOf: (n: number) => { email: string; address: string | null }): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: n }, (_, i) => refusedWith(takeSignInTry(world.db, tryOf(i)))));
  expect(outcomes.every((code) => code === 'nothing was refused' || code === 'too_many_requests')).toBe(true);
  return outcomes.filter((code) => code === 'nothing was refused').length;
}

describe('guessing', () => {
  test('one account from one network ends at its limit, also when all tries come at once', async () => {
    expect(await passed(50, () => ({ email: 'ana@example.gov', address: '192.0.2.1' }))).toBe(LIMITS.pair.attempts);
  });

  test('many accounts from one network end at the limit of the network', async () => {
    expect(await passed(100, (n) => ({ email: `user${n}@example.gov`, address: '192.0.2.1' }))).toBe(LIMITS.network.attempts);
  });

  test('one account from a thousand networks ends at the limit of the account', async () => {
    const address = (n: number) => `198.51.${Math.floor(n / 250)}.${(n % 250) + 1}`;
    expect(await passed(1000, (n) => ({ email: 'ana@example.gov', address: address(n) }))).toBe(LIMITS.account.attempts);
  });

  test('changing the last 64 bits of an IPv6 address is staying in one network', async () => {
    expect(await passed(50, (n) => ({ email: 'ana@example.gov', address: `2001:db8:1:2::${n.toString(16)}` }))).toBe(LIMITS.pair.attempts);
  });

  test('capital letters and blanks are the same account', async () => {
    const spelled = ['ana@example.gov', 'ANA@example.gov', ' ana@Example.gov '];
    expect(await passed(30, (n) => ({ email: spelled[n % 3] ?? '', address: '192.0.2.1' }))).toBe(LIMITS.pair.attempts);
  });

  test('control: under the limits everything passes', async () => {
    expect(await passed(30, (n) => ({ email: `user${n % 10}@example.gov`, address: `203.0.113.${n}` }))).toBe(30);
  });
});

describe('the owner of an account', () => {
  const owner = { email: 'ana@example.gov', address: '203.0.113.7' };

  test('goes on from a network that he signed in from, while others are held off', async () => {
    await forgiveSignInTry(world.db, await takeSignInTry(world.db, owner));
    expect(await passed(200, (n) => ({ email: owner.email, address: `198.51.100.${n}` }))).toBe(LIMITS.account.attempts);
    expect(await passed(1, () => owner)).toBe(1);
    expect(await passed(1, () => ({ ...owner, address: '198.51.101.1' }))).toBe(0);
  });

  test('is never locked out for longer than the time', async () => {
    expect(await passed(11, () => owner)).toBe(10);
    const { rows } = await world.owner.query<{ key: string }>(`UPDATE rate_limit SET expire = expire - $1 RETURNING key`, [
      LIMITS.account.seconds * 1000,
    ]);
    expect(rows.length).toBeGreaterThan(0);
    expect(await passed(1, () => owner)).toBe(1);
  });

  test('a try that succeeded counts for nothing', async () => {
    for (let n = 0; n < 30; n += 1) {
      await forgiveSignInTry(world.db, await takeSignInTry(world.db, owner));
    }
    expect(await passed(1, () => owner)).toBe(1);
  });
});

test('no address of a person stands in the table', async () => {
  await takeSignInTry(world.db, { email: 'ana@example.gov', address: '192.0.2.1' });
  const { rows } = await world.owner.query<{ key: string }>('SELECT key FROM rate_limit');
  expect(rows.length).toBe(3);
  expect(rows.filter(({ key }) => /ana|example|192/.test(key))).toEqual([]);
});

test('a refusal says when the next try may come', async () => {
  await passed(10, () => ({ email: 'ana@example.gov', address: '192.0.2.1' }));
  const refused = takeSignInTry(world.db, { email: 'ana@example.gov', address: '192.0.2.1' });
  await expect(refused).rejects.toMatchObject({ message: expect.stringMatching(/Wait 15 minutes/) });
  await expect(refused).rejects.toMatchObject({ details: { retryAfterSeconds: expect.any(Number) } });
});

test('wrong tokens of one network are held off, those of another are not', async () => {
  const wrong = (address: string) => refusedWith(countWrongSecret(world.db, address));
  const outcomes = await Promise.all(Array.from({ length: LIMITS.secrets.attempts + 20 }, () => wrong('192.0.2.1')));
  expect(outcomes.filter((code) => code === 'too_many_requests')).toHaveLength(20);
  expect(await wrong('192.0.2.2')).toBe('nothing was refused');
});

test('counts whose time is over are taken away, others stay', async () => {
  await takeSignInTry(world.db, { email: 'ana@example.gov', address: '192.0.2.1' });
  expect(await clearAttempts(world.db)).toBe(0);
  await world.owner.query('UPDATE rate_limit SET expire = 1');
  expect(await clearAttempts(world.db)).toBe(3);
});
