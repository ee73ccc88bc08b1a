import { rmSync } from 'node:fs';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { makeTemporaryDataFolder } from '../lib/data-folder.ts';
import { openEmbeddedServer } from '../lib/embedded-server.ts';
import { migrate } from '../lib/migrate.ts';
import { deriveServingRole, ensureServingRole } from '../lib/serving-role.ts';
import { TEMPLATE, type TestServer, urlOfDatabase } from './database.ts';

const SECRET = 'only for tests, on a server that lives as long as they do';

async function withClient<T>(address: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database with all migrations applied, which every test file gets a copy of. */
async function makeTemplate(serverUrl: string): Promise<TestServer> {
  await withClient(serverUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
  });
  const templateUrl = urlOfDatabase(serverUrl, TEMPLATE);
  const role = deriveServingRole(TEMPLATE, SECRET);
  await withClient(templateUrl, async (owner) => {
    await migrate(owner, templateUrl);
    await ensureServingRole(owner, templateUrl, role);
  });
  return { serverUrl, appUser: role.name, appPassword: role.password };
}

/**
 * Vitest's global setup of the project `db`: one server for all files, the one of PROVISO_TEST_DB_URL or a fresh
 * embedded one that goes when the tests are done.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.PROVISO_TEST_DB_URL;
  if (given) {
    project.provide('provisoTestServer', await makeTemplate(given));
    return async () => {};
  }
  const dataFolder = makeTemporaryDataFolder();
  const server = await openEmbeddedServer(dataFolder);
  project.provide('provisoTestServer', await makeTemplate(server.urlOf('postgres')));
  return async () => {
    await server.release();
    rmSync(dataFolder, { recursive: true, force: true });
  };
}
