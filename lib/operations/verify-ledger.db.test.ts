/** Sealing, and what the check finds when somebody who owns the database has been at it. */
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { catchUpCheckpointFile } from '#lib/data/checkpoint-file.ts';
import { createSigner, type LedgerSigner } from '#lib/data/ledger-key.ts';
import { recordStatus } from './record-status.ts';
import { sealLedger } from './seal-ledger.ts';
import { verifyLedger } from './verify-ledger.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
let folder: string;
let file: string;
let signer: LedgerSigner;
beforeAll(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), 'proviso-ledger-'));
  file = join(folder, 'checkpoints.ndjson');
  signer = createSigner();
  await sealLedger(world.db, signer, file);
  await move('Stockton');
  await sealLedger(world.db, signer, file);
  await move('Baltimore');
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

async function move(place: string): Promise<void> {
  const row = await world.row('psp-2017', place, 'access');
  await recordStatus(await world.as('analyst'), row.id, row.version, { to: 'under_review', reason: `Taken up: ${place}.` });
}

const verify = () => verifyLedger(world.db, { checkpointFile: file });

describe('an untouched ledger', () => {
  test('verifies, with what is not sealed yet', async () => {
    const result = await verify();
    expect(result.faults).toEqual([]);
    expect(result).toMatchObject({ ok: true, checkpoints: 2, unsealed: expect.any(Number), erased: 0, fileBehind: 0 });
    expect(result.events).toBe(await world.count('event'));
    expect(result.periods).toBe(await world.count('assessment_period'));
    expect(result.unsealed).toBeGreaterThan(0);
  });

  test('nothing to seal makes no checkpoint', async () => {
    while (await sealLedger(world.db, signer, file));
    expect(await sealLedger(world.db, signer, file)).toBeNull();
    expect(await verify()).toMatchObject({ ok: true, unsealed: 0, checkpoints: 3 });
  });

  test('of eight sealers at once one seals, and the file has each line once', async () => {
    await move('Albuquerque');
    const made = await Promise.all(Array.from({ length: 8 }, () => sealLedger(world.db, signer, file)));
    expect(made.filter((checkpoint) => checkpoint !== null)).toHaveLength(1);
    expect(await verify()).toMatchObject({ ok: true, checkpoints: 4, fileBehind: 0 });
  });
});
