import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';

/** The migrated database that tests are given copies of. */
export const TEMPLATE = 'proviso_template';

const TEMPLATE_IN_USE = '55006';
const ATTEMPTS = 50;

/** The server that the global setup has prepared. */
export interface TestServer {
  /** As the superuser, to the database `postgres`. */
  serverUrl: string;
  appUser: string;
  appPassword: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    provisoTestServer: TestServer;
  }
}

/** A database of one test file. */
export interface TestDatabase {
  /** As the role that owns the tables. */
  ownerUrl: string;
  /** As the role that the product serves with. */
  appUrl: string;
  drop(): Promise<void>;
}

/** The same server, another database. */
export function urlOfDatabase(address: string, database: string): string {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.href;
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function copyTemplate(serverUrl: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await onServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    } catch (error) {
      // For a moment, such as while autovacuum looks at the template.
      const isPassing = error instanceof pg.DatabaseError && error.code === TEMPLATE_IN_USE;
      if (!isPassing || attempt === ATTEMPTS) throw error;
      await sleep(100);
    }
  }
}

/** Makes a migrated and empty database, in about a fifth of a second. Call `drop` when the file's tests are done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { serverUrl, appUser, appPassword } = inject('provisoTestServer');
  const name = `proviso_test_${randomBytes(6).toString('hex')}`;
  await copyTemplate(serverUrl, name);
  const ownerUrl = urlOfDatabase(serverUrl, name);
  const app = new URL(ownerUrl);
  app.username = appUser;
  app.password = appPassword;
  return { ownerUrl, appUrl: app.href, drop: () => onServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}
