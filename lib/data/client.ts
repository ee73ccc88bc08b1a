/**
 * The connection to PostgreSQL: one `pg.Pool`, shared by Prisma (the model) and plain SQL (the hot paths).
 * Dates arrive as `YYYY-MM-DD` text and instants as ISO 8601 text in UTC with microseconds: a JS Date would lose both.
 */

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { oneLine } from '#lib/domain/log-line.ts';
import { type FileStore, type FileStoreOptions, openFileStore } from './files/file-store.ts';
import { PrismaClient } from './generated/client.ts';
import { parsePostgresInstant } from './instant.ts';

export interface Database {
  pool: pg.Pool;
  prisma: PrismaClient;
  /** The bytes that belong to the rows. */
  files: FileStore;
  close(): Promise<void>;
}

/** Anything that runs SQL: the pool, or the client of an open transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

const DATE = 1082;
const TIMESTAMPTZ = 1184;
const INT8 = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    if (oid === DATE) return (value: string) => value;
    if (oid === TIMESTAMPTZ) return parsePostgresInstant;
    if (oid === INT8) return Number;
    return pg.types.getTypeParser(oid, 'text');
  },
} as pg.CustomTypesConfig;

export interface DatabaseOptions {
  /** Connections kept at most; waiting longer than 10 seconds for one is an error. */
  max?: number;
  /** Where files are kept. Absent: a folder of temporary files, for commands and tests that keep none. */
  files?: FileStoreOptions | undefined;
}

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    types,
  });
  // An idle client that loses its server must not end the process; the next query opens a new one or reports the fault.
  pool.on('error', (error) => process.stderr.write(`database connection lost: ${oneLine(error.message)}\n`));
  // Nor must one that loses it inside a transaction, between two queries: the pool itself listens to idle clients only.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    files: openFileStore(options.files ?? { folder: join(tmpdir(), `proviso-files-${process.getuid?.() ?? 0}`) }),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
