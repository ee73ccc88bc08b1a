/** A world with a sealed ledger and a file of checkpoints, and the means to break it as somebody who owns the database could. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigner, type LedgerSigner } from '#lib/data/ledger-key.ts';
import { recordStatus } from './record-status.ts';
import { sealLedger } from './seal-ledger.ts';
import { openWorld, type World } from './world.fixture.ts';

const TABLES = [
  'event',
  'stream',
  'assessment',
  'assessment_period',
  'counter',
  'counter_delta',
  'ledger_pending',
  'ledger_seal',
  'ledger_checkpoint',
  'ledger_key',
];

export interface LedgerWorld extends World {
  signer: LedgerSigner;
  folder: string;
  /** The file of checkpoints. */
  file: string;
  move(place: string): Promise<void>;
  seal(): ReturnType<typeof sealLedger>;
  /** Runs SQL as a superuser with every trigger and foreign key off: what no application can do. */
  tamper(sql: string): Promise<void>;
  /** Keeps the ledger's tables as they are, to put them back after a tampering. */
  save(): Promise<void>;
  restore(): Promise<void>;
}

export async function openLedgerWorld(): Promise<LedgerWorld> {
  const world = await openWorld();
  const folder = await mkdtemp(join(tmpdir(), 'proviso-ledger-'));
  const file = join(folder, 'checkpoints.ndjson');
  const signer = createSigner();
  const tamper = async (sql: string): Promise<void> => {
    const client = await world.owner.connect();
    try {
      await client.query(`BEGIN; SET LOCAL session_replication_role = 'replica'; ${sql}; COMMIT`);
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  };
  return {
    ...world,
    signer,
    folder,
    file,
    tamper,
    async move(place) {
      const row = await world.row('psp-2017', place, 'access');
      await recordStatus(await world.as('analyst'), row.id, row.version, { to: 'under_review', reason: `Taken up: ${place}.` });
    },
    seal: () => sealLedger(world.db, signer, file),
    save: () => tamper(`CREATE SCHEMA saved; ${TABLES.map((table) => `CREATE TABLE saved.${table} AS TABLE public.${table}`).join('; ')}`),
    restore: () => tamper(TABLES.map((table) => `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM saved.${table}`).join('; ')),
    async close() {
      await world.close();
      await rm(folder, { recursive: true });
    },
  };
}
