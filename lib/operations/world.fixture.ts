/** A database with the PSP record, reached as the serving role, and people of every role: for tests of operations. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { type Database, openDatabase } from '#lib/data/client.ts';
import type { Role } from '#lib/domain/permission.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import type { Actor, Context } from './context.ts';
import { createAccount } from './create-account.ts';
import { listAssessments } from './list-assessments.ts';
import { loadPack } from './load-pack.ts';

export const PACK = new URL('../../prisma/seed/psp-2017.json', import.meta.url);

export interface World {
  db: Database;
  /** As the role that owns the tables: to look behind the product, or to break it on purpose. */
  owner: pg.Pool;
  appUrl: string;
  /** A context of a person who holds this role everywhere; `now` is an instant when the test decides the time. */
  as(role: Role, options?: { now?: string; key?: string }): Promise<Context>;
  row(slug: string, place: string, condition: string, moment?: { asOf?: string; knownAt?: string }): Promise<AssessmentRow>;
  count(table: 'event' | 'proposal' | 'response' | 'evidence' | 'counter_delta' | 'assessment_period'): Promise<number>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const database = await createTestDatabase();
  const db = openDatabase(database.appUrl, { max: 20 });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  // Dropping the database at the end may reach a connection that is just closing.
  owner.on('error', (error) => process.stderr.write(`owner's connection: ${error.message}\n`));
  await loadPack(db, JSON.parse(await readFile(PACK, 'utf8')));
  const actors = new Map<Role, Actor>();
  const actorOf = async (role: Role): Promise<Actor> => {
    const known = actors.get(role);
    if (known) return known;
    const principalId = await createAccount(db, {
      userId: null,
      name: `Test ${role}`,
      kind: 'person',
      roles: [role],
      programId: null,
      grantedById: null,
    });
    const actor: Actor = {
      principalId,
      name: `Test ${role}`,
      kind: 'person',
      onBehalfOfId: null,
      grants: [{ role, programId: null, organizationId: null }],
    };
    actors.set(role, actor);
    return actor;
  };
  const as: World['as'] = async (role, options = {}) => ({
    db,
    actor: await actorOf(role),
    requestId: randomUUID(),
    now: () => options.now ?? instantFromDate(new Date()),
    secret: 'a secret of this test',
    idempotencyKey: options.key ?? null,
  });
  return {
    db,
    owner,
    appUrl: database.appUrl,
    as,
    async row(slug, place, condition, moment = {}) {
      const { items } = await listAssessments(await as('viewer'), slug, { q: place, condition, ...moment });
      const row = items[0];
      if (!row) throw new Error(`No assessment of ${place} on ${condition} in ${slug}.`);
      return row;
    },
    async count(table) {
      const { rows } = await owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
      return rows[0]?.n ?? 0;
    },
    async close() {
      await db.close();
      await owner.end();
      await database.drop();
    },
  };
}

/** The code of the refusal that this promise must end in. */
export async function refusedWith(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as { code?: string }).code ?? `not a refusal: ${String(error)}`;
  }
  return 'nothing was refused';
}
