/** People and tokens of every kind that may knock: each role, several roles, none, elsewhere, disabled, expired, revoked. */
import { createHmac, randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Database } from '#lib/data/client.ts';
import { newId } from '#lib/data/ids.ts';
import { insertMembership } from '#lib/data/principals.ts';
import { insertUser } from '#lib/data/sessions.ts';
import { insertToken } from '#lib/data/tokens.ts';
import { type Grant, ROLES, type Role } from '#lib/domain/permission.ts';
import type { Actor } from '#lib/operations/context.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import type { Auth } from '#lib/server/auth.ts';

/** Why somebody is nobody: known once, but not let in. */
type Barred = 'nobody' | 'disabled' | 'expired' | 'revoked';

export interface Person {
  name: string;
  email: string;
  password: string;
  userId: string;
  principalId: string;
  /** Empty for those who are not let in. */
  grants: Grant[];
  barred: Barred | null;
  /** The `Cookie` header of a signed-in browser. */
  cookie: string | null;
  /** An API token with the same roles. */
  token: string | null;
}

export interface Registry {
  db: Database;
  owner: pg.Pool;
  auth: Auth;
}

export const newSecret = (): string => randomBytes(18).toString('base64url');

/** Everybody here has the same password: hashing one for each takes longer than all the rest. */
const PASSWORD = newSecret();
let passwordHash: Promise<string> | undefined;

/** A new session of a person, and the cookie that a browser would keep: the library's token with its signature. */
export async function signIn(auth: Auth, userId: string): Promise<string> {
  const context = await auth.$context;
  const { token } = await context.internalAdapter.createSession(userId);
  const signature = createHmac('sha256', context.secret).update(token).digest('base64');
  return `${context.authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`;
}

async function makeToken(registry: Registry, name: string, grants: readonly Grant[]): Promise<string> {
  const principalId = await makePrincipal(registry.db, name, null, 'token', grants);
  const prefix = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  await insertToken(registry.db.pool, { id: newId(), prefix, secret, principalId, onBehalfOfId: null, days: 90, name, createdById: null });
  return `pvo_${prefix}_${secret}`;
}

async function makePrincipal(
  db: Database,
  name: string,
  userId: string | null,
  kind: 'person' | 'token',
  grants: readonly Grant[],
): Promise<string> {
  const principalId = await createAccount(db, { userId, name, kind, roles: [], programId: null, grantedById: null });
  for (const grant of grants) await insertMembership(db.pool, { id: newId(), principalId, ...grant, grantedById: null });
  return principalId;
}

/** A person with an account, a browser that is signed in, and a token with the same roles. */
export async function makePerson(registry: Registry, name: string, grants: readonly Grant[]): Promise<Person> {
  const email = `${name.replaceAll(' ', '-')}-${newSecret().slice(0, 6).toLowerCase()}@trust.invalid`;
  passwordHash ??= registry.auth.$context.then((context) => context.password.hash(PASSWORD));
  const userId = await insertUser(registry.db.pool, { name, email, emailVerified: true, passwordHash: await passwordHash });
  if (!userId) throw new Error(`There is an account ${email} already.`);
  const principalId = await makePrincipal(registry.db, name, userId, 'person', grants);
  const cookie = await signIn(registry.auth, userId);
  const token = await makeToken(registry, `${name}'s token`, grants);
  return { name, email, password: PASSWORD, userId, principalId, grants: [...grants], barred: null, cookie, token };
}

export const actorOf = (person: Person): Actor => ({
  principalId: person.principalId,
  name: person.name,
  kind: 'person',
  onBehalfOfId: null,
  grants: person.grants,
});

const NOBODY: Person = {
  name: 'nobody',
  email: '',
  password: '',
  userId: '',
  principalId: '',
  grants: [],
  barred: 'nobody',
  cookie: null,
  token: null,
};

export interface Places {
  programId: string;
  otherProgramId: string;
  /** Of the applicant whose assessments are looked at. */
  organizationId: string;
  otherOrganizationId: string;
}

export type Everybody = Record<Role | 'severalRoles' | 'everywhere' | 'elsewhere' | 'otherApplicant', Person> & {
  /** All of them and those who are not let in. */
  all: Person[];
};

/** Makes everybody; disabling, expiry and revocation are done behind the product, after they were in. */
export async function makeEverybody(registry: Registry, places: Places): Promise<Everybody> {
  const { programId, otherProgramId, organizationId, otherOrganizationId } = places;
  const here = (role: Role): Grant => ({ role, programId, organizationId: role === 'contributor' ? organizationId : null });
  const make = (name: string, grants: Grant[]) => makePerson(registry, name, grants);
  const byRole = await Promise.all(ROLES.map(async (role) => [role, await make(`the ${role}`, [here(role)])] as const));
  const [severalRoles, everywhere, elsewhere, otherApplicant, disabled, expired, revoked] = await Promise.all([
    make('counsel and auditor', [here('counsel'), here('auditor')]),
    make('everywhere admin', [{ role: 'admin', programId: null, organizationId: null }]),
    make(
      'of another program only',
      (['analyst', 'approver', 'auditor', 'admin'] as const).map((role) => ({ role, programId: otherProgramId, organizationId: null })),
    ),
    make('contributor elsewhere', [{ role: 'contributor', programId, organizationId: otherOrganizationId }]),
    make('disabled approver', [here('approver'), here('analyst'), here('admin')]),
    make('expired token', [here('approver'), here('analyst')]),
    make('revoked token', [here('approver'), here('analyst')]),
  ]);
  await bar(registry.owner, disabled, expired, revoked);
  const all = [
    ...byRole.map(([, person]) => person),
    severalRoles,
    everywhere,
    elsewhere,
    otherApplicant,
    NOBODY,
    { ...disabled, grants: [], barred: 'disabled' as const },
    { ...expired, grants: [], barred: 'expired' as const, cookie: null },
    { ...revoked, grants: [], barred: 'revoked' as const, cookie: null },
  ];
  return { ...(Object.fromEntries(byRole) as Record<Role, Person>), severalRoles, everywhere, elsewhere, otherApplicant, all };
}

async function bar(owner: pg.Pool, disabled: Person, expired: Person, revoked: Person): Promise<void> {
  const prefixOf = (person: Person): string => person.token?.split('_')[1] ?? '';
  await owner.query('UPDATE principal SET disabled_at = now() WHERE id = $1', [disabled.principalId]);
  await owner.query('UPDATE principal SET disabled_at = now() WHERE id = (SELECT principal_id FROM api_token WHERE prefix = $1)', [
    prefixOf(disabled),
  ]);
  await owner.query(`UPDATE api_token SET expires_at = now() - interval '1 second' WHERE prefix = $1`, [prefixOf(expired)]);
  await owner.query('UPDATE api_token SET revoked_at = now() WHERE prefix = $1', [prefixOf(revoked)]);
}
