/** People with names, addresses and roles of their own, for tests of who may do what. */
import { randomUUID } from 'node:crypto';
import { insertUser } from '#lib/data/sessions.ts';
import type { Grant, Role } from '#lib/domain/permission.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import type { Actor, Context } from './context.ts';
import { addAccount } from './create-account.ts';
import type { PasswordHasher } from './passwords.ts';
import type { World } from './world.fixture.ts';

/** Stands for the hash of the sign-in library, which takes too long for 50 tries at once. */
export const plainHasher: PasswordHasher = {
  hash: async (password) => `hashed:${password}`,
  verify: async ({ hash, password }) => hash === `hashed:${password}`,
};

export const idOf = (context: Context): string => context.actor?.principalId ?? '';

export const contextOf = (world: World, actor: Actor | null): Context => ({
  db: world.db,
  actor,
  requestId: randomUUID(),
  now: () => instantFromDate(new Date()),
  secret: 'a secret of this test',
  idempotencyKey: null,
});

/** A person with an address and a password, holding roles in one program, or in every program when `programId` is null. */
export async function makePerson(world: World, name: string, roles: readonly Role[], programId: string | null = null): Promise<Context> {
  const email = `${name.toLowerCase().replace(/\W+/g, '.')}@example.gov`;
  const passwordHash = await plainHasher.hash('the old password');
  const userId = await insertUser(world.db.pool, { name, email, emailVerified: true, passwordHash });
  const principalId = await addAccount(world.db.pool, { userId, name, kind: 'person', roles, programId, grantedById: null });
  const grants: Grant[] = roles.map((role) => ({ role, programId, organizationId: null }));
  return contextOf(world, { principalId, name, kind: 'person', onBehalfOfId: null, grants });
}

/** The same person with the roles held now, as the next request sees them. */
export async function again(world: World, person: Context): Promise<Context> {
  const { rows } = await world.owner.query<Grant>(
    `SELECT role, program_id AS "programId", organization_id AS "organizationId" FROM membership WHERE principal_id = $1 AND revoked_at IS NULL`,
    [idOf(person)],
  );
  return contextOf(world, person.actor && { ...person.actor, grants: rows });
}

/** A session of a person, as the sign-in library would keep it. Returns its id. */
export async function openSession(world: World, person: Context): Promise<string> {
  const id = randomUUID();
  await world.owner.query(
    `INSERT INTO session (id, token, user_id, expires_at, created_at, updated_at, ip_address, user_agent)
     SELECT $1, $1, user_id, now() + interval '1 hour', now(), now(), '10.0.0.1', 'Mozilla/5.0' FROM principal WHERE id = $2`,
    [id, idOf(person)],
  );
  return id;
}

/** Kinds of the events that a request has written, in order. */
export async function eventsOf(world: World, context: Context): Promise<string[]> {
  const { rows } = await world.owner.query<{ kind: string }>(
    'SELECT kind FROM event WHERE request_id = $1 ORDER BY recorded_at, sequence',
    [context.requestId],
  );
  return rows.map((row) => row.kind);
}

export async function programId(world: World, slug: string): Promise<string> {
  const { rows } = await world.owner.query<{ id: string }>('SELECT id FROM program WHERE slug = $1', [slug]);
  return rows[0]?.id ?? '';
}
