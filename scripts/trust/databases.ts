/** Databases for trust tests: copies of a migrated template that holds the PSP record. */
import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Database, openDatabase } from '#lib/data/client.ts';
import type { Role } from '#lib/domain/permission.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import type { Actor } from '#lib/operations/context.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import { loadPack } from '#lib/operations/load-pack.ts';
import { migrate } from '../lib/migrate.ts';
import { deriveServingRole, ensureServingRole, withRole } from '../lib/serving-role.ts';
import type { ContextOf, TrustDatabase } from './types.ts';

/** The secret that every part of a trust run shares. */
export const TRUST_SECRET = 'only for trust tests, on servers that live as long as they do';

const TEMPLATE = 'proviso_trust_template';
const PACK = new URL('../../prisma/seed/psp-2017.json', import.meta.url);
const TEMPLATE_IN_USE = '55006';
const ATTEMPTS = 50;

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The serving role is the same for all copies: roles belong to the server. */
export const servingUrl = (ownerUrl: string): string => withRole(ownerUrl, deriveServingRole(TEMPLATE, TRUST_SECRET));

async function makeTemplate(urlOf: (database: string) => string): Promise<void> {
  await onServer(urlOf('postgres'), `CREATE DATABASE ${TEMPLATE}`);
  const url = urlOf(TEMPLATE);
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    await migrate(owner, url);
    await ensureServingRole(owner, url, deriveServingRole(TEMPLATE, TRUST_SECRET));
  } finally {
    await owner.end();
  }
  const db = openDatabase(servingUrl(url), { max: 2 });
  try {
    await loadPack(db, JSON.parse(await readFile(PACK, 'utf8')));
  } finally {
    await db.close();
  }
}

async function copyTemplate(url: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await onServer(url, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    } catch (error) {
      // For a moment, such as while autovacuum looks at the template.
      const isPassing = error instanceof pg.DatabaseError && error.code === TEMPLATE_IN_USE;
      if (!isPassing || attempt === ATTEMPTS) throw error;
      await sleep(100);
    }
  }
}

/** One person for each role, made when first asked for. */
export function peopleOf(db: Database): ContextOf {
  const actors = new Map<Role, Promise<Actor>>();
  const make = async (role: Role): Promise<Actor> => {
    const name = `Trust ${role}`;
    const grants = [{ role, programId: null, organizationId: null }];
    const account = { userId: null, name, kind: 'person' as const, roles: [role], programId: null, grantedById: null };
    return { principalId: await createAccount(db, account), name, kind: 'person', onBehalfOfId: null, grants };
  };
  return async (role, options = {}) => {
    const actor = actors.get(role) ?? make(role);
    actors.set(role, actor);
    return {
      db,
      actor: await actor,
      requestId: randomUUID(),
      now: () => options.now ?? instantFromDate(new Date()),
      secret: TRUST_SECRET,
      idempotencyKey: options.key ?? null,
    };
  };
}

function openTrustDatabase(name: string, ownerUrl: string, drop: () => Promise<void>): TrustDatabase {
  const appUrl = servingUrl(ownerUrl);
  const db = openDatabase(appUrl, { max: 20 });
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 4 });
  // A server that is killed on purpose takes idle connections with it; the next query says so where it matters.
  db.pool.removeAllListeners('error');
  db.pool.on('error', () => undefined);
  owner.on('error', () => undefined);
  let isOpen = true;
  return {
    name,
    ownerUrl,
    appUrl,
    db,
    owner,
    as: peopleOf(db),
    async drop() {
      if (!isOpen) return;
      isOpen = false;
      await Promise.allSettled([db.close(), owner.end()]);
      await drop();
    },
  };
}

/** Makes databases on a server; the first one makes the template, in about four seconds. */
export function databaseMaker(urlOf: (database: string) => string): () => Promise<TrustDatabase> {
  let template: Promise<void> | undefined;
  return async () => {
    template ??= makeTemplate(urlOf);
    await template;
    const name = `proviso_trust_${randomBytes(6).toString('hex')}`;
    await copyTemplate(urlOf('postgres'), name);
    return openTrustDatabase(name, urlOf(name), () => onServer(urlOf('postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  };
}
