/** Invitations: used once, whatever happens, and never a way to more than the inviter may give. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createInvitation } from '#lib/data/invitations.ts';
import type { Role } from '#lib/domain/permission.ts';
import { acceptInvitation, joinByInvitation } from './accept-invitation.ts';
import type { Context } from './context.ts';
import { disableAccount } from './disable-account.ts';
import { getInvitation } from './get-invitation.ts';
import { getMember } from './get-member.ts';
import { invitePerson } from './invite-person.ts';
import { listInvitations } from './list-invitations.ts';
import { again, contextOf, eventsOf, idOf, makePerson, plainHasher, programId } from './people.fixture.ts';
import { revokeInvitation } from './revoke-invitation.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const RECORD = 'psp-2017';
let world: World;
let record: string;
let root: Context;
let local: Context;
beforeAll(async () => {
  world = await openWorld();
  record = await programId(world, RECORD);
  root = await makePerson(world, 'Rosa Root', ['admin']);
  local = await makePerson(world, 'Lena Local', ['admin'], record);
});
afterAll(() => world.close());

const ask = (context: Context): Context => ({ ...context, requestId: randomUUID() });
const nobody = (): Context => contextOf(world, null);
const invite = async (body: object, by: Context = local): Promise<string> => (await invitePerson(ask(by), RECORD, body)).secret ?? '';
const accept = (secret: string, email: string, context = nobody(), name = 'New Person') =>
  acceptInvitation(context, plainHasher, secret, { name, email, password: 'a long enough password' });
const users = async (): Promise<number> =>
  (await world.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM "user" FULL JOIN account a ON a.user_id = "user".id')).rows[0]
    ?.n ?? 0;

test('an invited person gets an account with the roles offered, and only the digest of the secret is kept', async () => {
  const request = ask(local);
  const made = await invitePerson(request, RECORD, { roles: ['reviewer', 'analyst'] });
  expect(await eventsOf(world, request)).toEqual(['invitation_created']);
  const secret = made.secret ?? '';
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  const offer = await getInvitation(nobody(), secret);
  expect(offer).toMatchObject({ invitedBy: 'Lena Local', roles: ['analyst', 'reviewer'], email: null });
  const accepting = nobody();
  const { principalId } = await accept(secret, 'New.Person@Example.gov', accepting);
  expect(await eventsOf(world, accepting)).toEqual(['account_created', 'invitation_accepted', 'role_granted', 'role_granted']);
  const { member } = await getMember(root, RECORD, principalId);
  expect(member).toMatchObject({ name: 'New Person', email: 'new.person@example.gov' });
  expect(member.roles.map(({ role, grantedBy }) => [role, grantedBy])).toEqual([
    ['analyst', 'Lena Local'],
    ['reviewer', 'Lena Local'],
  ]);
  const kept = await world.owner.query('SELECT 1 FROM invitation i WHERE i::text LIKE $1', [`%${secret}%`]);
  const told = await world.owner.query('SELECT 1 FROM event WHERE content LIKE $1', [`%${secret}%`]);
  expect([kept.rowCount, told.rowCount]).toEqual([0, 0]);
});

test('of 50 who accept at once exactly one succeeds, and nothing is left of the others', async () => {
  const secret = await invite({ roles: ['viewer'] });
  const before = await users();
  const tries = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => accept(secret, `racer${n}@example.gov`)));
  expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  const codes = tries.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code] : []));
  expect(new Set(codes)).toEqual(new Set(['invitation_closed']));
  expect(await users()).toBe(before + 1);
});

test('when anything fails, no half account is left and the invitation stays open', async () => {
  const secret = await invite({ roles: ['viewer'] });
  const [before, events] = [await users(), await world.count('event')];
  await world.owner.query(`ALTER TABLE membership ADD CONSTRAINT broken CHECK (role <> 'viewer') NOT VALID`);
  await expect(accept(secret, 'half@example.gov')).rejects.toThrow(/broken/);
  await world.owner.query('ALTER TABLE membership DROP CONSTRAINT broken');
  expect([await users(), await world.count('event')]).toEqual([before, events]);
  await accept(secret, 'half@example.gov');
  expect(await users()).toBe(before + 1);
});

test('unknown, expired, used, withdrawn, and made by somebody who may no longer: one same answer', async () => {
  const answers: unknown[] = [];
  const look = async (secret: string) => {
    const tries = [
      () => getInvitation(nobody(), secret),
      () => accept(secret, `${randomUUID()}@example.gov`),
      () => joinByInvitation(ask(local), secret),
    ];
    for (const tried of tries) {
      const answer = await tried().catch((error: { code: string; message: string }) => [error.code, error.message]);
      answers.push(answer);
    }
  };
  await look('x'.repeat(43));
  await look('../../etc/passwd');
  const expired = await invite({ roles: ['viewer'] });
  await world.owner.query(
    `UPDATE invitation SET expires_at = now() - interval '1 second' WHERE id = (SELECT max(id::text)::uuid FROM invitation)`,
  );
  await look(expired);
  const used = await invite({ roles: ['viewer'] });
  await accept(used, 'used@example.gov');
  await look(used);
  const withdrawn = await invitePerson(ask(local), RECORD, { roles: ['viewer'] });
  await revokeInvitation(ask(root), RECORD, withdrawn.id);
  await look(withdrawn.secret ?? '');
  const leaver = await makePerson(world, 'Leo Leaver', ['admin'], record);
  const left = await invite({ roles: ['viewer'] }, leaver);
  expect((await getInvitation(nobody(), left)).invitedBy).toBe('Leo Leaver');
  await disableAccount(ask(root), idOf(leaver));
  await look(left);
  expect(answers).toHaveLength(18);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(JSON.stringify(answers[0])).toContain('invitation_closed');
});

describe('an invitation for one address', () => {
  test('is accepted by that address alone', async () => {
    const secret = await invite({ roles: ['viewer'], email: 'Bound@Example.gov' });
    expect((await getInvitation(nobody(), secret)).email).toBe('bound@example.gov');
    expect(await refusedWith(accept(secret, 'else@example.gov'))).toBe('invalid_request');
    expect(await refusedWith(joinByInvitation(ask(root), secret))).toBe('forbidden');
    expect((await accept(secret, 'BOUND@example.gov')).email).toBe('bound@example.gov');
  });

  test('vouches for the address; one that a stranger typed is not verified', async () => {
    await accept(await invite({ roles: ['viewer'], email: 'vouched@example.gov' }), 'vouched@example.gov');
    await accept(await invite({ roles: ['viewer'] }), 'typed@example.gov');
    const { rows } = await world.owner.query(
      `SELECT email, email_verified FROM "user" WHERE email IN ('vouched@example.gov', 'typed@example.gov')`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.email, row.email_verified]))).toEqual({
      'vouched@example.gov': true,
      'typed@example.gov': false,
    });
  });
});

test('somebody with an account signs in and gets the roles added; an address in use makes no second account', async () => {
  const person = await makePerson(world, 'Edna Existing', ['viewer'], record);
  const secret = await invite({ roles: ['viewer', 'analyst'] });
  await expect(accept(secret, 'edna.existing@example.gov')).rejects.toMatchObject({ code: 'invalid_request', details: { field: 'email' } });
  await joinByInvitation(ask(person), secret);
  expect((await again(world, person)).actor?.grants.map((grant) => grant.role).sort()).toEqual(['analyst', 'viewer']);
  expect(await refusedWith(joinByInvitation(ask(root), secret))).toBe('invitation_closed');
  const token = await world.as('admin');
  const asToken = { ...token, actor: token.actor && { ...token.actor, kind: 'token' } };
  expect(await refusedWith(joinByInvitation(asToken, await invite({ roles: ['viewer'] })))).toBe('forbidden');
});

test('nobody invites himself to decide, nor anybody to what he could not give', async () => {
  const own = await invite({ roles: ['approver'] }, root);
  expect(await refusedWith(joinByInvitation(ask(root), own))).toBe('forbidden');
  expect(await refusedWith(invite({ roles: ['viewer'], everywhere: true }))).toBe('forbidden');
  expect(await refusedWith(invite({ roles: ['contributor'] }))).toBe('field_required');
  expect(await refusedWith(invite({ roles: ['contributor'], organizationId: randomUUID() }))).toBe('not_found');
  expect(await refusedWith(invite({ roles: ['contributor'], everywhere: true }, root))).toBe('forbidden');
  for (const role of ['viewer', 'analyst', 'reviewer', 'approver', 'counsel', 'auditor'] as Role[])
    expect(await refusedWith(invite({ roles: ['viewer'] }, await world.as(role)))).toBe('forbidden');
  const elsewhere = await makePerson(world, 'Elsa Elsewhere', []);
  expect(await refusedWith(invite({ roles: ['viewer'] }, elsewhere))).toBe('not_found');
  for (const bad of [{ roles: [] }, { roles: ['viewer'], days: 31 }, { roles: ['viewer'], days: 0 }, { roles: ['viewer'], usedAt: 'now' }])
    expect(await refusedWith(invite(bad))).toBe('invalid_request');
});

test('passwords shorter than twelve characters make no account', async () => {
  const secret = await invite({ roles: ['viewer'] });
  const short = acceptInvitation(nobody(), plainHasher, secret, { name: 'A', email: 'a@example.gov', password: 'elevenchars' });
  expect(await refusedWith(short)).toBe('invalid_request');
  expect((await accept(secret, 'a@example.gov')).email).toBe('a@example.gov');
});

test('a repeated request makes one invitation and does not show its secret again', async () => {
  const keyed = () => ({ ...ask(local), idempotencyKey: 'invite once' });
  const first = await invitePerson(keyed(), RECORD, { roles: ['viewer'] });
  const second = await invitePerson(keyed(), RECORD, { roles: ['viewer'] });
  expect(second).toEqual({ ...first, secret: null });
  const stored = await world.owner.query('SELECT 1 FROM idempotency_key WHERE body LIKE $1', [`%${first.secret}%`]);
  expect(stored.rowCount).toBe(0);
});

test("the first administrator's invitation has no inviter and works", async () => {
  const first = { email: null, programId: null, roles: ['admin'] as const, organizationId: null, invitedById: null, days: 1 };
  const { secret } = await createInvitation(world.db.pool, first);
  expect(await getInvitation(nobody(), secret)).toMatchObject({ invitedBy: null, program: null, roles: ['admin'] });
  const { principalId } = await accept(secret, 'first@example.gov');
  const { rows } = await world.owner.query('SELECT role, program_id, granted_by_id FROM membership WHERE principal_id = $1', [principalId]);
  expect(rows).toEqual([{ role: 'admin', program_id: null, granted_by_id: null }]);
});

test('invitations are listed for their program, and withdrawn by who administers it', async () => {
  const everywhere = await invitePerson(ask(root), RECORD, { roles: ['auditor'], everywhere: true });
  expect((await listInvitations(root, RECORD)).map((row) => row.id)).toContain(everywhere.id);
  expect((await listInvitations(local, RECORD)).map((row) => row.id)).not.toContain(everywhere.id);
  expect(await refusedWith(revokeInvitation(ask(local), RECORD, everywhere.id))).toBe('not_found');
  expect(await refusedWith(listInvitations(await world.as('viewer'), RECORD))).toBe('forbidden');
  await revokeInvitation(ask(root), RECORD, everywhere.id);
  await expect(revokeInvitation(ask(root), RECORD, everywhere.id)).rejects.toMatchObject({
    code: 'stale_version',
    details: { current: { updatedBy: 'Rosa Root', status: 'Withdrawn' } },
  });
});
