import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuth } from '#lib/server/auth.ts';
import { acceptInvitation } from './accept-invitation.ts';
import type { Context } from './context.ts';
import { inviteFirstAdministrator } from './invite-first-administrator.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const SECRET = '7f3c9a1e5b8d2046c7e19f4ab36d80527f3c9a1e5b8d2046c7e19f4ab36d8052';

let world: World;
let nobody: Context;
beforeAll(async () => {
  world = await openWorld();
  nobody = { ...(await world.as('viewer')), actor: null };
});
afterAll(() => world.close());

async function accept(secret: string, email: string) {
  const { password } = await createAuth(world.db, { secret: SECRET, origin: 'http://127.0.0.1:3000' }).$context;
  return acceptInvitation(nobody, password, secret, { name: 'Ada', email, password: 'correct horse battery' });
}
const administrators = async (): Promise<string[]> =>
  (
    await world.owner.query<{ name: string }>(
      `SELECT p.name FROM membership m JOIN principal p ON p.id = m.principal_id WHERE m.role = 'admin'`,
    )
  ).rows.map((row) => row.name);

test('each start makes a new link and withdraws the old one; the link makes one administrator, once', async () => {
  const first = await inviteFirstAdministrator(world.db);
  const second = await inviteFirstAdministrator(world.db);
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(second).not.toBe(first);
  expect(await refusedWith(accept(first ?? '', 'ada@example.gov'))).toBe('invitation_closed');
  expect(await administrators()).toEqual([]);
  await accept(second ?? '', 'ada@example.gov');
  expect(await administrators()).toEqual(['Ada']);
  expect(await refusedWith(accept(second ?? '', 'eve@example.gov'))).toBe('invitation_closed');
  expect(await administrators()).toEqual(['Ada']);
});

test('with an administrator there is no link any more', async () => {
  expect(await inviteFirstAdministrator(world.db)).toBeNull();
});

test('the secret stands in no event and in no table', async () => {
  await world.owner.query(`UPDATE membership SET revoked_at = now() WHERE role = 'admin'`);
  const secret = (await inviteFirstAdministrator(world.db)) ?? '';
  const { rows } = await world.owner.query<{ text: string }>(
    `SELECT coalesce(string_agg(content, ' '), '') || (SELECT string_agg(i::text, ' ') FROM invitation i) AS text FROM event`,
  );
  expect(rows[0]?.text).toContain('invitation');
  expect(rows[0]?.text).not.toContain(secret);
});
