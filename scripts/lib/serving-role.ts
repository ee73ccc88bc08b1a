import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import pg from 'pg';
import { LauncherError } from './launcher-error.mjs';

/** The group that the migrations grant rights to. */
export const GROUP = 'proviso_app';

const SCRAM_ITERATIONS = 4096;

/** A login role of one database, made from its name and the installation's secret, so that nothing has to be kept. */
export interface ServingRole {
  name: string;
  password: string;
  /** The password as PostgreSQL stores it: what goes over the wire, into logs and onto screens instead of it. */
  verifier: string;
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** The verifier of RFC 5802 in PostgreSQL's notation. */
export function scramVerifier(password: string, salt: Buffer): string {
  const salted = pbkdf2Sync(password, salt, SCRAM_ITERATIONS, 32, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64');
  const serverKey = hmac(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${SCRAM_ITERATIONS}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** The serving role of a database: `proviso_app_` and 8 digits of its name's SHA-256. */
export function deriveServingRole(database: string, secret: string): ServingRole {
  const name = `${GROUP}_${createHash('sha256').update(database).digest('hex').slice(0, 8)}`;
  const password = hmac(secret, `proviso/database-role/1 ${name}`).toString('hex');
  return { name, password, verifier: scramVerifier(password, hmac(secret, `proviso/database-salt/1 ${name}`).subarray(0, 16)) };
}

/** The same address with the serving role's name and password. */
export function withRole(address: string, role: ServingRole): string {
  const url = new URL(address);
  url.username = role.name;
  url.password = role.password;
  return url.href;
}

interface Rights {
  mayCreateRoles: boolean;
  groupExists: boolean;
  roleExists: boolean;
  isMember: boolean;
}

async function readRights(owner: pg.Client, role: string): Promise<Rights> {
  const { rows } = await owner.query<Rights>(
    `SELECT (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) AS "mayCreateRoles",
       EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS "groupExists",
       EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS "roleExists",
       EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles r ON r.oid = m.member
         WHERE g.rolname = $1 AND r.rolname = $2) AS "isMember"`,
    [GROUP, role],
  );
  const rights = rows[0];
  if (!rights) throw new Error('The database did not answer the question for its roles.');
  return rights;
}

function statements(role: ServingRole, rights: Rights): string[] {
  const group = rights.groupExists ? [] : [`CREATE ROLE ${GROUP} NOLOGIN;`];
  const login = rights.roleExists ? [] : [`CREATE ROLE ${role.name} LOGIN PASSWORD '${role.verifier}';`];
  const member = rights.isMember ? [] : [`GRANT ${GROUP} TO ${role.name};`];
  return [...group, ...login, ...member];
}

/**
 * Refuses an owner that could not make the roles, before anything is changed.
 * @throws LauncherError with the SQL that somebody with more rights has to run
 */
export async function checkOwnerRights(owner: pg.Client, role: ServingRole): Promise<void> {
  const rights = await readRights(owner, role.name);
  const missing = statements(role, rights);
  if (missing.length === 0 || rights.mayCreateRoles) return;
  throw new LauncherError(
    `The role "${owner.user}" may not create roles. Have an administrator of the database server run this, then start again:\n\n${missing.join('\n')}\n`,
  );
}

function isDuplicate(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '42710' || error.code === '23505');
}

/** Whether the role's password is the derived one. @throws whatever else keeps it from connecting */
async function canSignIn(address: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 8000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') return false;
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * Makes the serving role, or brings its password in line with the secret. Other launchers may do the same at once.
 * @param address the owner's address of the database
 * @throws LauncherError with the SQL to run where the owner may not
 */
export async function ensureServingRole(owner: pg.Client, address: string, role: ServingRole): Promise<void> {
  for (const statement of statements(role, await readRights(owner, role.name))) {
    try {
      await owner.query(statement);
    } catch (error) {
      if (!isDuplicate(error)) throw asAdvice(error, owner, statement);
    }
  }
  if (await canSignIn(withRole(address, role))) return;
  const reset = `ALTER ROLE ${role.name} PASSWORD '${role.verifier}';`;
  try {
    await owner.query(reset);
  } catch (error) {
    throw asAdvice(error, owner, reset);
  }
}

function asAdvice(error: unknown, owner: pg.Client, statement: string): unknown {
  if (!(error instanceof pg.DatabaseError) || error.code !== '42501') return error;
  return new LauncherError(
    `The role "${owner.user}" may not do this. Have an administrator of the database server run it, then start again:\n\n${statement}\n`,
  );
}

/**
 * Refuses a serving role, given by the environment, that reaches too little or too much.
 * @throws LauncherError saying what to change
 */
export async function checkGivenServingRole(serving: pg.Client): Promise<void> {
  const { rows } = await serving.query<{ member: boolean; owns: boolean }>(
    `SELECT pg_has_role(current_user, $1, 'USAGE') AS member,
       (SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = 'event'::regclass) AS owns`,
    [GROUP],
  );
  if (rows[0]?.owns) {
    throw new LauncherError(
      `The role "${serving.user}" of DATABASE_URL owns the history and could rewrite it. Leave DATABASE_OWNER_URL away to have a role made, or serve as another.`,
    );
  }
  if (!rows[0]?.member) {
    throw new LauncherError(
      `The role "${serving.user}" of DATABASE_URL has no rights yet. Run as the owner: GRANT ${GROUP} TO "${serving.user}";`,
    );
  }
}
