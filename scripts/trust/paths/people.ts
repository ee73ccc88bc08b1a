/** Performers of what administrators and people do with accounts, roles, invitations, tokens and rules. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSigner } from '#lib/data/ledger-key.ts';
import { acceptInvitation, joinByInvitation } from '#lib/operations/accept-invitation.ts';
import { changePassword } from '#lib/operations/change-password.ts';
import type { Context } from '#lib/operations/context.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import { createToken } from '#lib/operations/create-token.ts';
import { decideSetting } from '#lib/operations/decide-setting.ts';
import { disableAccount } from '#lib/operations/disable-account.ts';
import { enableAccount } from '#lib/operations/enable-account.ts';
import { grantRole } from '#lib/operations/grant-role.ts';
import { inviteFirstAdministrator } from '#lib/operations/invite-first-administrator.ts';
import { invitePerson } from '#lib/operations/invite-person.ts';
import { makeToken } from '#lib/operations/make-token.ts';
import { proposeSetting } from '#lib/operations/propose-setting.ts';
import { revokeInvitation } from '#lib/operations/revoke-invitation.ts';
import { revokeRole } from '#lib/operations/revoke-role.ts';
import { revokeSession, revokeSessions } from '#lib/operations/revoke-session.ts';
import { revokeToken } from '#lib/operations/revoke-token.ts';
import { rotateLedgerKey } from '#lib/operations/rotate-ledger-key.ts';
import { sealLedger } from '#lib/operations/seal-ledger.ts';
import { claimOf, PASSWORD, PASSWORDS, type PathWorld, type Performer, RECORD } from './world.ts';

const RULE = { kind: 'two_person_rule', value: 'off', reason: 'Only one person works here.' };

/** The act of one person in one request. */
const claiming =
  <T extends Context>(context: T, act: (context: T) => Promise<unknown>) =>
  async () => {
    await act(context);
    return claimOf(context);
  };

async function signedIn(world: PathWorld, principalId: string): Promise<string> {
  const id = randomUUID();
  await world.database.owner.query(
    `INSERT INTO session (id, expires_at, token, updated_at, user_id) SELECT $1, now() + interval '1 day', $1, now(), user_id FROM principal WHERE id = $2`,
    [id, principalId],
  );
  return id;
}

async function membershipOf(world: PathWorld, principalId: string): Promise<string> {
  const { rows } = await world.database.owner.query<{ id: string }>('SELECT id FROM membership WHERE principal_id = $1 LIMIT 1', [
    principalId,
  ]);
  return rows[0]?.id ?? '';
}

/** There is a first administrator only where there is none: the others step aside meanwhile. */
async function withoutAdministrators(world: PathWorld, act: () => Promise<unknown>): Promise<void> {
  const { owner } = world.database;
  const { rows } = await owner.query<{ id: string }>(
    `UPDATE membership SET revoked_at = now() WHERE role = 'admin' AND revoked_at IS NULL RETURNING id`,
  );
  try {
    await act();
  } finally {
    await owner.query('UPDATE membership SET revoked_at = NULL WHERE id = ANY($1)', [rows.map((row) => row.id)]);
  }
}

export const PEOPLE: Record<string, Performer> = {
  'create-account#createAccount':
    async ({ database }) =>
    async () => {
      const account = {
        userId: null,
        name: 'A person',
        kind: 'person' as const,
        roles: ['viewer' as const],
        programId: null,
        grantedById: null,
      };
      return { actorId: await createAccount(database.db, account), onBehalfOfId: null };
    },
  'create-token#createToken':
    async ({ database }) =>
    async () => {
      await createToken(database.db, { role: 'analyst' });
      return {};
    },
  'invite-person#invitePerson': async (world) =>
    claiming(await world.as('admin'), (admin) => invitePerson(admin, RECORD, { roles: ['analyst'] })),
  'accept-invitation#acceptInvitation': async (world) => {
    const admin = await world.as('admin');
    const { secret } = await invitePerson(admin, RECORD, { roles: ['viewer'] });
    const context = { ...admin, actor: null, requestId: randomUUID() };
    const body = { name: 'A person', email: `${randomUUID()}@example.gov`, password: PASSWORD };
    return async () => ({
      actorId: (await acceptInvitation(context, PASSWORDS, secret ?? '', body)).principalId,
      requestId: context.requestId,
    });
  },
  'accept-invitation#joinByInvitation': async (world) => {
    const person = await world.person('viewer');
    const { secret } = await invitePerson(await world.as('admin'), RECORD, { roles: ['analyst'] });
    return claiming(person, () => joinByInvitation(person, secret ?? ''));
  },
  'revoke-invitation#revokeInvitation': async (world) => {
    const { id } = await invitePerson(await world.as('admin'), RECORD, { roles: ['viewer'] });
    return claiming(await world.as('admin'), (admin) => revokeInvitation(admin, RECORD, id));
  },
  'invite-first-administrator#inviteFirstAdministrator': async (world) => async () => {
    await withoutAdministrators(world, () => inviteFirstAdministrator(world.database.db));
    return {};
  },
  'change-password#changePassword': async (world) => {
    const person = await world.person('viewer');
    await signedIn(world, person.actor.principalId);
    const body = { current: PASSWORD, next: 'another long password' };
    return claiming(person, () => changePassword(person, PASSWORDS, null, body));
  },
  'revoke-session#revokeSession': async (world) => {
    const person = await world.person('viewer');
    const session = await signedIn(world, person.actor.principalId);
    return claiming(person, () => revokeSession(person, person.actor.principalId, session));
  },
  'revoke-session#revokeSessions': async (world) => {
    const person = await world.person('viewer');
    await signedIn(world, person.actor.principalId);
    return claiming(person, () => revokeSessions(person, person.actor.principalId, null));
  },
  'disable-account#disableAccount': async (world) => {
    const { actor } = await world.person('viewer');
    return claiming(await world.as('admin'), (admin) => disableAccount(admin, actor.principalId));
  },
  'enable-account#enableAccount': async (world) => {
    const { actor } = await world.person('viewer');
    await disableAccount(await world.as('admin'), actor.principalId);
    return claiming(await world.as('admin'), (admin) => enableAccount(admin, actor.principalId));
  },
  'grant-role#grantRole': async (world) => {
    const { actor } = await world.person('viewer');
    const body = { principalId: actor.principalId, role: 'analyst' };
    return claiming(await world.as('admin'), (admin) => grantRole(admin, RECORD, body));
  },
  'revoke-role#revokeRole': async (world) => {
    const { actor } = await world.person('viewer');
    const membership = await membershipOf(world, actor.principalId);
    return claiming(await world.as('admin'), (admin) => revokeRole(admin, RECORD, membership));
  },
  'make-token#makeToken': async (world) => {
    const person = await world.person('analyst');
    return claiming(person, () => makeToken(person, RECORD, { name: 'For a script', roles: ['analyst'] }));
  },
  'revoke-token#revokeToken': async (world) => {
    const person = await world.person('analyst');
    const { id } = await makeToken(person, RECORD, { name: 'For a script', roles: ['analyst'] });
    const again = { ...person, requestId: randomUUID() };
    return claiming(again, () => revokeToken(again, id));
  },
  'propose-setting#proposeSetting': async (world) => {
    const { slug } = await world.quietProgram();
    return claiming(await world.as('admin'), (admin) => proposeSetting(admin, slug, { ...RULE }));
  },
  'decide-setting#decideSetting': async (world) => {
    const { slug } = await world.quietProgram();
    const { changeId } = await proposeSetting(await world.as('admin'), slug, { ...RULE });
    return claiming(await world.as('approver'), (approver) => decideSetting(approver, changeId, { decision: 'approve' }));
  },
};

const folder = () => mkdtempSync(join(tmpdir(), 'proviso-trust-key-'));
const files = () => {
  const at = folder();
  return { keyFile: join(at, 'ledger-key.pem'), checkpointFile: join(at, 'checkpoints.ndjson') };
};

/** The keys of the ledger: each can be done once in a database, in this order. */
export const ONCE: Record<string, Performer> = {
  'seal-ledger#sealLedger': async ({ database }) => {
    const { keyFile, checkpointFile } = keys;
    const signer = await openSigner(keyFile);
    return async () => {
      await sealLedger(database.db, signer, checkpointFile);
      return {};
    };
  },
  'rotate-ledger-key#rotateLedgerKey':
    async ({ database }) =>
    async () => {
      await rotateLedgerKey(database.db, keys);
      return {};
    },
};

const keys = files();
