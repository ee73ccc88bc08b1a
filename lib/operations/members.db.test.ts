/** Roles, accounts and sessions of people: who may give and take what, and what happens to those who lose it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPrincipalOfUser } from '#lib/data/principals.ts';
import { deleteSessions } from '#lib/data/sessions.ts';
import { changePassword } from './change-password.ts';
import type { Context } from './context.ts';
import { disableAccount } from './disable-account.ts';
import { enableAccount } from './enable-account.ts';
import { getMember } from './get-member.ts';
import { getProgram } from './get-program.ts';
import { grantRole } from './grant-role.ts';
import { listMembers } from './list-members.ts';
import { listSessions } from './list-sessions.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { again, eventsOf, idOf, makePerson, openSession, plainHasher, programId } from './people.fixture.ts';
import { revokeRole } from './revoke-role.ts';
import { revokeSession, revokeSessions } from './revoke-session.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const RECORD = 'psp-2017';
const PRACTICE = 'psp-2017-practice';

let world: World;
let record: string;
let practice: string;
/** Administers every program; one more does, so that neither is the last. */
let root: Context;
let other: Context;
/** Administers the record alone. */
let local: Context;
beforeAll(async () => {
  world = await openWorld();
  await makePracticeCopy(await world.as('analyst'), RECORD);
  record = await programId(world, RECORD);
  practice = await programId(world, PRACTICE);
  root = await makePerson(world, 'Rosa Root', ['admin']);
  other = await makePerson(world, 'Omar Other', ['admin']);
  local = await makePerson(world, 'Lena Local', ['admin'], record);
});
afterAll(() => world.close());

/** Another request of the same person. */
const ask = (context: Context, key: string | null = null): Context => ({ ...context, requestId: randomUUID(), idempotencyKey: key });
const membershipOf = async (person: Context, slug = RECORD): Promise<string> => {
  const { member } = await getMember(root, slug, idOf(person));
  return member.roles[0]?.membershipId ?? '';
};

describe('roles', () => {
  test('a role given counts at the next request, and one taken back counts no more', async () => {
    const viewer = await makePerson(world, 'Vic Viewer', ['viewer'], record);
    const request = ask(local);
    const { membershipId } = await grantRole(request, RECORD, { principalId: idOf(viewer), role: 'analyst' });
    expect(await eventsOf(world, request)).toEqual(['role_granted']);
    expect((await again(world, viewer)).actor?.grants.map((grant) => grant.role).sort()).toEqual(['analyst', 'viewer']);
    const back = ask(local);
    await revokeRole(back, RECORD, membershipId);
    expect(await eventsOf(world, back)).toEqual(['role_revoked']);
    expect((await again(world, viewer)).actor?.grants.map((grant) => grant.role)).toEqual(['viewer']);
  });

  test('a repeated request with the same key has one effect', async () => {
    const person = await makePerson(world, 'Ida Idem', ['viewer'], record);
    const body = { principalId: idOf(person), role: 'counsel' };
    const first = await grantRole(ask(local, 'same-key'), RECORD, body);
    expect(await grantRole(ask(local, 'same-key'), RECORD, body)).toEqual(first);
    expect(await refusedWith(grantRole(ask(local, 'same-key'), RECORD, { ...body, role: 'analyst' }))).toBe('idempotency_key_reused');
  });

  test('nobody makes himself a reviewer or an approver, not through a token either', async () => {
    for (const role of ['reviewer', 'approver']) {
      expect(await refusedWith(grantRole(ask(root), RECORD, { principalId: idOf(root), role }))).toBe('forbidden');
      const token = await world.as('admin');
      const asToken = { ...token, actor: token.actor && { ...token.actor, kind: 'token', onBehalfOfId: idOf(root) } };
      expect(await refusedWith(grantRole(asToken, RECORD, { principalId: idOf(root), role }))).toBe('forbidden');
    }
    expect((await grantRole(ask(other), RECORD, { principalId: idOf(root), role: 'reviewer' })).membershipId).not.toBe('');
    await expect(
      world.db.pool.query(
        `INSERT INTO membership (id, principal_id, role, granted_by_id, granted_at) VALUES (gen_random_uuid(), $1, 'approver', $1, now())`,
        [idOf(root)],
      ),
    ).rejects.toThrow(/membership_no_self_grant/);
  });

  test('an administrator of one program reaches no other, and nothing that holds in every program', async () => {
    const viewer = await makePerson(world, 'Pia Practice', ['viewer'], practice);
    expect(await refusedWith(grantRole(ask(local), PRACTICE, { principalId: idOf(viewer), role: 'analyst' }))).toBe('not_found');
    expect(await refusedWith(grantRole(ask(local), RECORD, { principalId: idOf(viewer), role: 'analyst' }))).toBe('not_found');
    expect(await refusedWith(grantRole(ask(local), RECORD, { principalId: idOf(local), role: 'viewer', everywhere: true }))).toBe(
      'forbidden',
    );
    expect(await refusedWith(revokeRole(ask(local), RECORD, await membershipOf(viewer, PRACTICE)))).toBe('not_found');
    expect(await refusedWith(revokeRole(ask(local), RECORD, await membershipOf(root)))).toBe('forbidden');
    expect(await refusedWith(getMember(local, RECORD, idOf(viewer)))).toBe('not_found');
    expect((await grantRole(ask(root), RECORD, { principalId: idOf(viewer), role: 'viewer' })).membershipId).not.toBe('');
  });

  test('a contributor needs an organization that takes part', async () => {
    const person = await makePerson(world, 'Cora Contributor', ['viewer'], record);
    const { organizations } = await getMember(local, RECORD, idOf(person));
    const give = (more: object) => grantRole(ask(local), RECORD, { principalId: idOf(person), role: 'contributor', ...more });
    expect(await refusedWith(give({}))).toBe('field_required');
    const stranger = randomUUID();
    await world.owner.query(`INSERT INTO organization (id, ref, name, sort_name, level) VALUES ($1, 'x', 'X', 'x', 'city')`, [stranger]);
    expect(await refusedWith(give({ organizationId: stranger }))).toBe('not_found');
    await give({ organizationId: organizations[0]?.id });
    const { member } = await getMember(local, RECORD, idOf(person));
    expect(member.roles.map((role) => [role.role, role.organization?.name ?? null])).toContainEqual([
      'contributor',
      organizations[0]?.name,
    ]);
    expect(await refusedWith(grantRole(ask(root), RECORD, { principalId: idOf(person), role: 'contributor', everywhere: true }))).toBe(
      'forbidden',
    );
  });

  test('who comes second learns who was first', async () => {
    const person = await makePerson(world, 'Sam Second', ['viewer'], record);
    await grantRole(ask(local), RECORD, { principalId: idOf(person), role: 'counsel' });
    const twice = grantRole(ask(root), RECORD, { principalId: idOf(person), role: 'counsel' });
    await expect(twice).rejects.toMatchObject({ code: 'stale_version', details: { current: { updatedBy: 'Lena Local' } } });
    const id = await membershipOf(person);
    await revokeRole(ask(root), RECORD, id);
    await expect(revokeRole(ask(local), RECORD, id)).rejects.toMatchObject({ details: { current: { updatedBy: 'Rosa Root' } } });
  });

  test.each(['viewer', 'analyst', 'reviewer', 'approver', 'counsel', 'auditor'] as const)('%s administers nobody', async (role) => {
    const asker = await world.as(role);
    const body = { principalId: idOf(local), role: 'viewer' };
    expect(await refusedWith(grantRole(asker, RECORD, body))).toBe('forbidden');
    expect(await refusedWith(revokeRole(asker, RECORD, await membershipOf(local)))).toBe('forbidden');
    expect(await refusedWith(disableAccount(asker, idOf(local)))).toBe('forbidden');
    expect(await refusedWith(listMembers(asker, RECORD))).toBe(role === 'auditor' ? 'nothing was refused' : 'forbidden');
  });

  test('unknown fields are refused', async () => {
    const body = { principalId: idOf(local), role: 'viewer', grantedById: idOf(root) };
    expect(await refusedWith(grantRole(ask(root), RECORD, body))).toBe('invalid_request');
  });
});

test('members are listed by name in pages, each once', async () => {
  const program = await programId(world, PRACTICE);
  for (let n = 0; n < 120; n += 1)
    await makePerson(world, `Member ${String(n).padStart(3, '0')} ${'x'.repeat(n % 40)}`, ['viewer'], program);
  const seen: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await listMembers(root, PRACTICE, { cursor });
    expect(page.items.length).toBeLessThanOrEqual(50);
    seen.push(...page.items.map((item) => item.name));
    cursor = page.nextCursor ?? undefined;
    pages += 1;
  } while (cursor);
  expect(pages).toBe(3);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((name) => name.startsWith('Member '))).toHaveLength(120);
  expect(seen).toContain('Rosa Root');
  expect(seen).not.toContain('Lena Local');
  const foreign = (await listMembers(root, PRACTICE)).nextCursor ?? '';
  expect(await refusedWith(listMembers(root, RECORD, { cursor: foreign }))).toBe('invalid_request');
});

describe('accounts', () => {
  test('disabling ends the sessions and the way in; enabling opens it again', async () => {
    const person = await makePerson(world, 'Dora Disabled', ['viewer'], record);
    await openSession(world, person);
    await openSession(world, person);
    const request = ask(root);
    expect(await disableAccount(request, idOf(person))).toEqual({ sessions: 2 });
    expect(await eventsOf(world, request)).toEqual(['account_disabled', 'session_revoked']);
    const { rows } = await world.owner.query<{ user_id: string }>('SELECT user_id FROM principal WHERE id = $1', [idOf(person)]);
    expect(await findPrincipalOfUser(world.db.pool, rows[0]?.user_id ?? '')).toBeNull();
    await expect(disableAccount(ask(other), idOf(person))).rejects.toMatchObject({ details: { current: { updatedBy: 'Rosa Root' } } });
    await enableAccount(ask(other), idOf(person));
    expect((await findPrincipalOfUser(world.db.pool, rows[0]?.user_id ?? ''))?.grants).toHaveLength(1);
    await expect(enableAccount(ask(root), idOf(person))).rejects.toMatchObject({ details: { current: { updatedBy: 'Omar Other' } } });
  });

  test('nobody disables himself, and an administrator of one program disables nobody', async () => {
    expect(await refusedWith(disableAccount(ask(root), idOf(root)))).toBe('forbidden');
    expect(await refusedWith(disableAccount(ask(local), idOf(other)))).toBe('forbidden');
    expect(await refusedWith(disableAccount(ask(root), randomUUID()))).toBe('not_found');
  });

  test('the last administrator of every program stays, also when two go at once', async () => {
    const admins = async () =>
      (
        await world.owner.query<{ id: string; principal_id: string }>(
          `SELECT m.id, m.principal_id FROM membership m JOIN principal p ON p.id = m.principal_id AND p.kind = 'person' AND p.disabled_at IS NULL
           WHERE m.role = 'admin' AND m.program_id IS NULL AND m.revoked_at IS NULL`,
        )
      ).rows;
    for (const { principal_id } of await admins())
      if (![idOf(root), idOf(other)].includes(principal_id)) await disableAccount(ask(root), principal_id);
    expect(await admins()).toHaveLength(2);
    const held = await admins();
    const tries = await Promise.allSettled(held.map(({ id }) => revokeRole(ask(root), RECORD, id)));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const refused = tries.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'last_administrator' });
    expect(await admins()).toHaveLength(1);
    const left = (await admins())[0]?.principal_id ?? '';
    const token = await world.as('admin');
    const machine = { ...token, actor: token.actor && { ...token.actor, principalId: idOf(local), kind: 'token' } };
    expect(await refusedWith(disableAccount(machine, left))).toBe('last_administrator');
    const gone = left === idOf(root) ? other : root;
    await grantRole(ask(left === idOf(root) ? root : other), RECORD, { principalId: idOf(gone), role: 'admin', everywhere: true });
    expect(await admins()).toHaveLength(2);
  });
});

describe('sessions', () => {
  test('one is ended, or all but this one; those of others only by who administers accounts', async () => {
    const person = await makePerson(world, 'Sia Session', ['viewer'], record);
    const [mine = '', second = ''] = [await openSession(world, person), await openSession(world, person)];
    await openSession(world, person);
    expect(await listSessions(person, idOf(person))).toHaveLength(3);
    const request = ask(person);
    expect(await revokeSession(request, idOf(person), second)).toEqual({ sessions: 1 });
    expect(await eventsOf(world, request)).toEqual(['session_revoked']);
    expect(await refusedWith(revokeSession(ask(person), idOf(person), second))).toBe('not_found');
    expect(await revokeSessions(ask(person), idOf(person), mine)).toEqual({ sessions: 1 });
    expect((await listSessions(person, idOf(person))).map((session) => session.id)).toEqual([mine]);
    expect(await refusedWith(listSessions(local, idOf(person)))).toBe('forbidden');
    expect(await refusedWith(revokeSession(ask(local), idOf(person), mine))).toBe('forbidden');
    const foreign = await openSession(world, local);
    expect(await refusedWith(revokeSession(ask(person), idOf(person), foreign))).toBe('not_found');
    expect(await revokeSessions(ask(root), idOf(person), null)).toEqual({ sessions: 1 });
    expect(await deleteSessions(world.db.pool, idOf(local), { keep: null })).toBe(1);
  });

  test('a password is changed by who knows the current one; other sessions end', async () => {
    const person = await makePerson(world, 'Paz Password', ['viewer'], record);
    const mine = await openSession(world, person);
    await openSession(world, person);
    const change = (context: Context, body: object) => changePassword(context, plainHasher, mine, body);
    expect(await refusedWith(change(ask(person), { current: 'wrong', next: 'a new and long password' }))).toBe('invalid_request');
    expect(await refusedWith(change(ask(person), { current: 'the old password', next: 'too short' }))).toBe('invalid_request');
    expect(await listSessions(person, idOf(person))).toHaveLength(2);
    const request = ask(person, 'a key');
    expect(await change(request, { current: 'the old password', next: 'a new and long password' })).toEqual({ sessions: 1 });
    expect(await eventsOf(world, request)).toEqual(['password_changed', 'session_revoked']);
    expect((await listSessions(person, idOf(person))).map((session) => session.id)).toEqual([mine]);
    expect(await refusedWith(change(ask(person), { current: 'the old password', next: 'yet another password' }))).toBe('invalid_request');
    const kept = await world.owner.query(`SELECT 1 FROM idempotency_key WHERE body LIKE '%password%'`);
    expect(kept.rowCount).toBe(0);
  });
});

test('a taken-back role closes the program at the next request', async () => {
  const person = await makePerson(world, 'Nia Next', ['viewer'], record);
  expect((await getProgram(await again(world, person), RECORD)).slug).toBe(RECORD);
  await revokeRole(ask(local), RECORD, await membershipOf(person));
  expect(await refusedWith(getProgram(await again(world, person), RECORD))).toBe('not_found');
});
