/** API tokens of people: what they may do, who sees and revokes them, and when they stop. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authenticateToken } from './authenticate.ts';
import type { Context } from './context.ts';
import { createToken } from './create-token.ts';
import { disableAccount } from './disable-account.ts';
import { enableAccount } from './enable-account.ts';
import { getMember } from './get-member.ts';
import { getProgram } from './get-program.ts';
import { listOwnTokens, listTokens } from './list-tokens.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { makeToken } from './make-token.ts';
import { contextOf, eventsOf, idOf, makePerson, programId } from './people.fixture.ts';
import { revokeRole } from './revoke-role.ts';
import { revokeToken } from './revoke-token.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const RECORD = 'psp-2017';
let world: World;
let record: string;
let root: Context;
let local: Context;
beforeAll(async () => {
  world = await openWorld();
  await makePracticeCopy(await world.as('analyst'), RECORD);
  record = await programId(world, RECORD);
  root = await makePerson(world, 'Rosa Root', ['admin']);
  local = await makePerson(world, 'Lena Local', ['admin'], record);
});
afterAll(() => world.close());

const ask = (context: Context): Context => ({ ...context, requestId: randomUUID() });
const rolesOf = async (token: string) => (await authenticateToken(world.db, token))?.grants.map((grant) => grant.role) ?? null;

test('a token acts for its maker, in one program, with roles he holds there', async () => {
  const person = await makePerson(world, 'Tia Token', ['analyst', 'viewer']);
  const request = ask(person);
  const { token, id } = await makeToken(request, RECORD, { name: 'Nightly import', roles: ['analyst'], days: 30 });
  expect(await eventsOf(world, request)).toEqual(['account_created', 'role_granted', 'token_created']);
  const actor = await authenticateToken(world.db, token ?? '');
  expect(actor).toMatchObject({ kind: 'token', name: 'Nightly import (API token)', onBehalfOfId: idOf(person) });
  expect(actor?.grants).toEqual([{ role: 'analyst', programId: record, organizationId: null }]);
  const asToken = contextOf(world, actor);
  expect((await getProgram(asToken, RECORD)).slug).toBe(RECORD);
  expect(await refusedWith(getProgram(asToken, 'psp-2017-practice'))).toBe('not_found');
  expect(await refusedWith(makeToken(asToken, RECORD, { name: 'Child', roles: ['analyst'] }))).toBe('forbidden');
  const { rows } = await world.owner.query(
    `SELECT round(extract(epoch FROM expires_at - created_at) / 86400) AS days FROM api_token WHERE id = $1`,
    [id],
  );
  expect(Number(rows[0]?.days)).toBe(30);
});

test('a role not held, contributor, and bad lengths are refused', async () => {
  const person = await makePerson(world, 'Rex Refused', ['viewer'], record);
  const make = (body: object) => refusedWith(makeToken(ask(person), RECORD, { name: 'T', roles: ['viewer'], ...body }));
  expect(await make({ roles: ['analyst'] })).toBe('forbidden');
  expect(await make({ roles: ['contributor'] })).toBe('forbidden');
  for (const bad of [{ days: 91 }, { days: 0 }, { days: 1.5 }, { name: ' ' }, { roles: [] }, { onBehalfOfId: idOf(root) }])
    expect(await make(bad)).toBe('invalid_request');
  expect(await make({})).toBe('nothing was refused');
  const contributor = await makePerson(world, 'Con Tributor', ['contributor'], record);
  expect(await refusedWith(makeToken(ask(contributor), RECORD, { name: 'T', roles: ['contributor'] }))).toBe('forbidden');
  expect(await refusedWith(makeToken(ask(person), 'psp-2017-practice', { name: 'T', roles: ['viewer'] }))).toBe('not_found');
});

test('a token stops when its person loses the role or is disabled, and works again when enabled', async () => {
  const person = await makePerson(world, 'Lou Loses', ['analyst', 'viewer'], record);
  const { token } = await makeToken(ask(person), RECORD, { name: 'T', roles: ['analyst', 'viewer'] });
  expect(await rolesOf(token ?? '')).toEqual(['viewer', 'analyst'].sort());
  const { member } = await getMember(root, RECORD, idOf(person));
  const analyst = member.roles.find((role) => role.role === 'analyst')?.membershipId ?? '';
  await revokeRole(ask(local), RECORD, analyst);
  expect(await rolesOf(token ?? '')).toEqual(['viewer']);
  await disableAccount(ask(root), idOf(person));
  expect(await rolesOf(token ?? '')).toBeNull();
  await enableAccount(ask(root), idOf(person));
  expect(await rolesOf(token ?? '')).toEqual(['viewer']);
  await world.owner.query('UPDATE membership SET revoked_at = now() WHERE principal_id = $1', [idOf(person)]);
  const empty = contextOf(world, await authenticateToken(world.db, token ?? ''));
  expect(await refusedWith(getProgram(empty, RECORD))).toBe('not_found');
});

test('a token of the command line keeps its roles; for a person it needs one who holds them', async () => {
  const free = await createToken(world.db, { role: 'analyst' });
  expect(await rolesOf(free)).toEqual(['analyst']);
  const person = await makePerson(world, 'Cleo Command', ['reviewer'], record);
  const as = 'cleo.command@example.gov';
  expect(await refusedWith(createToken(world.db, { role: 'analyst', as }))).toBe('invalid_request');
  const everywhere = await authenticateToken(world.db, await createToken(world.db, { role: 'reviewer', as }));
  expect(everywhere).toMatchObject({ onBehalfOfId: idOf(person), grants: [{ role: 'reviewer', programId: record }] });
});

test('one sees and revokes his own, an administrator those of his program, and a revoked token stops', async () => {
  const [mine, other] = [
    await makePerson(world, 'Mia Mine', ['viewer'], record),
    await makePerson(world, 'Olga Other', ['viewer'], record),
  ];
  const made = await makeToken(ask(mine), RECORD, { name: 'Mine', roles: ['viewer'] });
  const second = await makeToken(ask(mine), RECORD, { name: 'Second', roles: ['viewer'] });
  expect((await listTokens(mine, RECORD)).items.map((item) => item.name)).toEqual(['Second', 'Mine']);
  expect((await listOwnTokens(mine)).map((item) => item.programName)).toHaveLength(2);
  expect((await listTokens(other, RECORD)).items).toEqual([]);
  expect((await listTokens(local, RECORD)).items.map((item) => item.id)).toContain(made.id);
  expect(JSON.stringify(await listTokens(local, RECORD))).not.toContain(made.token?.slice(17));
  expect(await refusedWith(revokeToken(ask(other), made.id))).toBe('not_found');
  expect(await refusedWith(revokeToken(await world.as('auditor'), made.id))).toBe('forbidden');
  expect(await refusedWith(revokeToken(ask(mine), randomUUID()))).toBe('not_found');
  expect(await rolesOf(made.token ?? '')).toEqual(['viewer']);
  const request = ask(mine);
  await revokeToken(request, made.id);
  expect(await eventsOf(world, request)).toEqual(['token_revoked']);
  expect(await rolesOf(made.token ?? '')).toBeNull();
  await revokeToken(ask(local), second.id);
  await expect(revokeToken(ask(mine), second.id)).rejects.toMatchObject({ details: { current: { updatedBy: 'Lena Local' } } });
  const foreign = await makePerson(world, 'Finn Foreign', ['admin'], await programId(world, 'psp-2017-practice'));
  const third = await makeToken(ask(mine), RECORD, { name: 'Third', roles: ['viewer'] });
  expect(await refusedWith(revokeToken(ask(foreign), third.id))).toBe('not_found');
});

test('a repeated request makes one token and does not show its secret again', async () => {
  const person = await makePerson(world, 'Ira Idem', ['viewer'], record);
  const keyed = () => ({ ...ask(person), idempotencyKey: 'token once' });
  const first = await makeToken(keyed(), RECORD, { name: 'Once', roles: ['viewer'] });
  expect(await makeToken(keyed(), RECORD, { name: 'Once', roles: ['viewer'] })).toEqual({ id: first.id, token: null });
  const stored = await world.owner.query('SELECT 1 FROM idempotency_key WHERE body LIKE $1', [`%${first.token?.slice(17)}%`]);
  expect(stored.rowCount).toBe(0);
});

test('tokens are listed in pages of 50', async () => {
  const person = await makePerson(world, 'Polly Pages', ['viewer'], record);
  for (let n = 0; n < 60; n += 1) await makeToken(ask(person), RECORD, { name: `T${n}`, roles: ['viewer'] });
  const first = await listTokens(person, RECORD);
  const second = await listTokens(person, RECORD, { cursor: first.nextCursor ?? '' });
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([50, 10, null]);
  expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(60);
});
