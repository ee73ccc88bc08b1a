#!/usr/bin/env node
// A schema engine for the Prisma CLI made of npm packages alone. The CLI would download a native program; this one
// speaks the same JSON-RPC over stdio and hands each call to the WebAssembly engine of the same release, which
// reaches PostgreSQL through @prisma/adapter-pg. The launcher names it in PRISMA_SCHEMA_ENGINE_BINARY.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';

/** The engine reads catalogs with PostgreSQL's internal "char" type, which the adapter does not know. */
const TYPE_CHAR = 18;
/** A type that the adapter reads as text. */
const TYPE_BPCHAR = 1042;

const ENGINE_ERROR = 4466;

/** @returns {{ url: string | undefined, datamodels: [string, string][] | undefined, isProbe: boolean }} */
function readCommandLine() {
  const { values, positionals } = parseArgs({
    options: { datasource: { type: 'string' }, datamodels: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const { url } = JSON.parse(typeof values.datasource === 'string' ? values.datasource : '{}');
  const files = typeof values.datamodels === 'string' ? values.datamodels.split(',') : undefined;
  return {
    url,
    datamodels: files?.map((file) => [file, readFileSync(file, 'utf8')]),
    isProbe: positionals.includes('cli'),
  };
}

/**
 * Answers `cli can-connect-to-database`, which the CLI asks before it migrates.
 * @param {string | undefined} url
 * @returns {Promise<number>} the exit code
 */
async function probe(url) {
  const client = new pg.Client(url);
  try {
    await client.connect();
    await client.end();
    return 0;
  } catch (error) {
    const { code, message } = /** @type {Error & { code?: string }} */ (error);
    const fields = { is_panic: false, message, meta: {}, error_code: code === '3D000' ? 'P1003' : 'P1001', backtrace: null };
    const entry = { level: 'ERROR', fields, target: 'schema_engine', timestamp: new Date().toISOString() };
    process.stderr.write(`${JSON.stringify(entry)}\n`);
    return 1;
  }
}

/** Positions of the "char" columns in the latest result; the engine runs one query at a time. @type {number[]} */
let charColumns = [];

/** Makes pg describe "char" columns as text, and remembers where they were. */
function describeCharAsText() {
  const { addFields } = pg.Result.prototype;
  pg.Result.prototype.addFields = function (fields) {
    charColumns = fields.flatMap((field, position) => (field.dataTypeID === TYPE_CHAR ? [position] : []));
    for (const position of charColumns) fields[position].dataTypeID = TYPE_BPCHAR;
    return addFields.call(this, fields);
  };
}

/**
 * Runs a script in one piece, so in one transaction: the adapter would cut it at every semicolon, through the bodies
 * of functions. Where it is a migration, its row is marked in the same transaction: after a crash the launcher
 * knows whether it was applied.
 * @param {{ client?: pg.Pool, onError?: Function }} connection
 * @param {string} script
 */
async function runScript(connection, script) {
  const { client } = connection;
  if (!client) throw new Error('The adapter has another form than expected.');
  try {
    const { rows: tables } = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass('_prisma_migrations')`);
    const pending = 'finished_at IS NULL AND rolled_back_at IS NULL';
    await client.query(tables.length === 0 ? script : `${script}\n;UPDATE _prisma_migrations SET logs = 'committed' WHERE ${pending}`);
  } catch (error) {
    connection.onError?.(error);
  }
}

/**
 * A connection that tells the engine which columns are "char", and runs scripts in one piece.
 * @template {object} T
 * @param {T & { queryRaw: Function, executeScript?: Function, startTransaction?: Function, client?: pg.Pool, onError?: Function }} connection
 * @returns {T}
 */
function adapt(connection) {
  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (/** @type {unknown} */ query) => {
    charColumns = [];
    const result = await queryRaw(query);
    for (const position of charColumns) result.columnTypes[position] = ColumnTypeEnum.Character;
    return result;
  };
  connection.executeScript = (/** @type {string} */ script) => runScript(connection, script);
  const startTransaction = connection.startTransaction?.bind(connection);
  if (startTransaction) {
    connection.startTransaction = async (/** @type {unknown} */ level) => adapt(await startTransaction(level));
  }
  return connection;
}

/**
 * A database that exists only to replay the migrations in.
 * @param {pg.ClientConfig} config
 */
async function connectToShadowDatabase(config) {
  const database = `prisma_shadow_${randomUUID()}`;
  const owner = new pg.Client(config);
  await owner.connect();
  await owner.query(`CREATE DATABASE "${database}"`);
  const shadow = adapt(await new PrismaPg({ ...config, database }).connect());
  const disconnect = shadow.dispose.bind(shadow);
  shadow.dispose = async () => {
    await disconnect();
    await owner.query(`DROP DATABASE "${database}" WITH (FORCE)`);
    await owner.end();
  };
  return shadow;
}

async function loadEngine() {
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (/** @type {string} */ message) => process.stderr.write(`${message}\n`) },
  });
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const glue = await import(pathToFileURL(join(folder, 'schema_engine_bg.js')).href);
  const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== 'function') throw new Error('The schema engine has another form than expected.');
  start();
  return glue.SchemaEngine;
}

/** @param {object} message */
function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

/**
 * @param {Record<string, Function>} engine
 * @param {{ id: number, method?: string, params?: unknown }} call
 */
async function answer(engine, { id, method, params }) {
  if (!method) return; // the CLI's own answer to a `print`
  try {
    const result = await engine[method === 'getDatabaseVersion' ? 'version' : method]?.(params);
    if (method === 'diff' && result.stdout) send({ id: 0, method: 'print', params: { content: result.stdout } });
    send({ id, result: result ?? null });
  } catch (error) {
    const { message, code, meta } = /** @type {Error & { code?: string, meta?: object }} */ (error);
    const data = { is_panic: false, message, meta: meta ?? {}, error_code: code ?? 'UNKNOWN' };
    send({ id, error: { code: ENGINE_ERROR, message, data } });
  }
}

async function serve() {
  const { url, datamodels } = readCommandLine();
  describeCharAsText();
  const config = parseIntoClientConfig(url ?? '');
  const adapter = new PrismaPg(config);
  const factory = bindMigrationAwareSqlAdapterFactory({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: async () => adapt(await adapter.connect()),
    connectToShadowDb: () => connectToShadowDatabase(config),
  });
  const SchemaEngine = await loadEngine();
  const engine = await SchemaEngine.new({ datamodels }, () => {}, factory);
  for await (const line of createInterface({ input: process.stdin })) await answer(engine, JSON.parse(line));
}

const { url, isProbe } = readCommandLine();
if (isProbe) process.exitCode = await probe(url);
else await serve();
