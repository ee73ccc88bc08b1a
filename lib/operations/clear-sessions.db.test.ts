import { afterAll, beforeAll, expect, test } from 'vitest';
import { clearSessions } from './clear-sessions.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.owner.query(`INSERT INTO "user" (id, name, email, updated_at) VALUES ('u', 'Ana', 'ana@example.gov', now())`);
});
afterAll(() => world.close());

async function session(id: string, idleSeconds: number, ageSeconds: number): Promise<void> {
  await world.owner.query(
    `INSERT INTO session (id, token, user_id, expires_at, updated_at, last_seen_at, created_at)
     VALUES ($1, $1, 'u', now() + interval '1 day', now(), now() - make_interval(secs => $2), now() - make_interval(secs => $3))`,
    [id, idleSeconds, ageSeconds],
  );
}

test('sessions whose time is over go, those under way stay', async () => {
  await session('idle', 901, 1000);
  await session('old', 0, 43_201);
  await session('busy', 880, 43_100);
  expect(await clearSessions(world.db, { idle: 900, absolute: 43_200 })).toBe(2);
  const { rows } = await world.owner.query<{ id: string }>('SELECT id FROM session');
  expect(rows).toEqual([{ id: 'busy' }]);
});
