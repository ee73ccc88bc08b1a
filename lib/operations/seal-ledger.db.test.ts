/** Sealing: once by many, through crashes, with the file of checkpoints, and over a change of the key. */
import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catchUpCheckpointFile } from '#lib/data/checkpoint-file.ts';
import { createSigner, ledgerFiles, openSigner, readNextKey, readSigner } from '#lib/data/ledger-key.ts';
import { sealAll } from '#lib/jobs/seal-ledger.ts';
import { addNote } from './add-note.ts';
import { type LedgerWorld, openLedgerWorld } from './ledger.fixture.ts';
import { rotateLedgerKey } from './rotate-ledger-key.ts';
import { sealLedger } from './seal-ledger.ts';
import { verifyLedger } from './verify-ledger.ts';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());

const verify = () => verifyLedger(world.db, { checkpointFile: world.file });
const text = () => readFile(world.file, 'utf8');
const message = async (work: Promise<unknown>) => work.then(() => 'nothing was refused').catch((error: Error) => error.message);

describe('sealing', () => {
  test('the first time makes the key known, and says so in the history', async () => {
    expect(await world.seal()).toMatchObject({ number: 1 });
    const { rows } = await world.owner.query(
      `SELECT content::jsonb->'payload'->>'keyId' AS key FROM event WHERE kind = 'ledger_key_added'`,
    );
    expect(rows).toEqual([{ key: world.signer.keyId }]);
    expect((await text()).split('\n')).toHaveLength(3);
    expect(await verify()).toMatchObject({ ok: true, checkpoints: 1, unsealed: 0 });
  });

  test('nothing to seal makes no checkpoint', async () => {
    expect(await world.seal()).toBeNull();
    expect(await verify()).toMatchObject({ ok: true, checkpoints: 1 });
  });

  test('of eight sealers at once one seals, and the file has each line once', async () => {
    await world.move('Albuquerque');
    const made = await Promise.all(Array.from({ length: 8 }, () => world.seal()));
    expect(made.filter((checkpoint) => checkpoint !== null)).toHaveLength(1);
    expect(await verify()).toMatchObject({ ok: true, checkpoints: 2, fileBehind: 0 });
  });

  test('checked while others write and seal, nothing looks wrong', async () => {
    const analyst = await world.as('analyst');
    const { id } = await world.row('psp-2017', 'San Bernardino', 'access');
    let working = true;
    const work = async () => {
      for (let n = 0; n < 30; n += 1) await Promise.all([addNote(analyst, id, { body: `Note ${n}.` }), world.seal()]);
      working = false;
    };
    const check = async () => {
      let checks = 0;
      for (; working; checks += 1) expect((await verify()).faults).toEqual([]);
      return checks;
    };
    const [, checks] = await Promise.all([work(), check()]);
    expect(checks).toBeGreaterThan(3);
    while (await world.seal());
    expect(await verify()).toMatchObject({ ok: true, unsealed: 0, fileBehind: 0 });
  });

  test('a key that the database does not know seals nothing', async () => {
    const { checkpoints } = await verify();
    await world.move('Baltimore');
    expect(await message(sealLedger(world.db, createSigner(), world.file))).toMatch(/Put that key back/);
    expect(await verify()).toMatchObject({ ok: true, checkpoints });
    expect(await world.seal()).toMatchObject({ number: checkpoints + 1 });
  });
});

describe('the file of checkpoints', () => {
  test.each([1, 40, 600])('cut short by a crash (%i bytes) is completed', async (bytes) => {
    const whole = await text();
    await truncate(world.file, whole.length - bytes);
    expect((await verify()).fileBehind).toBeGreaterThan(0);
    await world.seal();
    expect(await text()).toBe(whole);
  });

  test('missing is written again as a whole', async () => {
    const whole = await text();
    const other = join(world.folder, 'second-machine', 'checkpoints.ndjson');
    await catchUpCheckpointFile(world.db, other);
    expect(await readFile(other, 'utf8')).toBe(whole);
    expect(await catchUpCheckpointFile(world.db, other)).toBe(0);
  });

  test.each([
    ['says something else', (good: string) => good.replace(/"root":"../g, '"root":"zz')],
    ['is ahead of the database', (good: string) => good.replace(/"number":(\d+),(?=[^\n]*\n$)/, '"number":1$1,')],
    ['holds something that is no line of it', (good: string) => `${good}hello\n`],
    ['ends with the beginning of another line', (good: string) => `${good}{"line":"checkpoint","number":9`],
  ])('that %s stops the sealing and is left as it is', async (_, change) => {
    const good = await text();
    const bad = change(good);
    expect(bad).not.toBe(good);
    await world.move('Stockton').catch(() => undefined);
    await writeFile(world.file, bad);
    const before = await verifyLedger(world.db);
    await expect(world.seal()).rejects.toMatchObject({ name: 'CheckpointFileMismatch' });
    await expect(catchUpCheckpointFile(world.db, world.file)).rejects.toMatchObject({ name: 'CheckpointFileMismatch' });
    expect(await text()).toBe(bad);
    expect(await verifyLedger(world.db)).toMatchObject({ checkpoints: before.checkpoints, unsealed: before.unsealed });
    await writeFile(world.file, good);
  });

  test('control: put right, the sealing goes on', async () => {
    expect(await world.seal()).not.toBeNull();
    expect(await verify()).toMatchObject({ ok: true, fileBehind: 0 });
  });
});

describe('the key', () => {
  test('is made once, by whoever comes first, and only its owner reads it', async () => {
    const file = join(await mkdtemp(join(world.folder, 'key-')), 'deep', 'ledger-key.pem');
    const made = await Promise.all(Array.from({ length: 6 }, () => openSigner(file)));
    expect(new Set(made.map((signer) => signer.keyId)).size).toBe(1);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(file, '..'))).toEqual(['ledger-key.pem']);
    await chmod(file, 0o600);
    await writeFile(file, 'SECRET');
    expect(await message(readSigner(file))).toBe(`${file} does not hold an Ed25519 key in PEM form.`);
  });

  test('is not made anew where the database knows one already', async () => {
    expect(await message(sealAll(world.db, join(world.folder, 'empty')))).toMatch(/is missing. Put it back/);
    await expect(stat(join(world.folder, 'empty', 'ledger-key.pem'))).rejects.toThrow(/ENOENT/);
  });
});

describe('a change of the key', () => {
  let other: LedgerWorld;
  beforeAll(async () => {
    other = await openLedgerWorld();
    await sealAll(other.db, other.folder);
  });
  afterAll(() => other.close());
  const files = () => ledgerFiles(other.folder, {});
  const check = (keyId?: string) => verifyLedger(other.db, { checkpointFile: files().checkpointFile, ...(keyId ? { keyId } : {}) });

  test('is endorsed by the old key, told in the history and the file, and old proofs verify', async () => {
    const before = await readSigner(files().keyFile);
    const rotation = await rotateLedgerKey(other.db, files());
    expect(rotation).toEqual({ previousId: before?.keyId, keyId: (await readSigner(files().keyFile))?.keyId });
    expect(await readNextKey(files().keyFile)).toBeNull();
    expect((await readdir(other.folder)).sort()).toEqual(['checkpoints.ndjson', 'ledger-key.pem']);
    await other.move('Stockton');
    expect(await sealAll(other.db, other.folder)).toBe(1);
    expect(await check()).toMatchObject({ ok: true, checkpoints: 2, fileBehind: 0 });
    expect(await check(before?.keyId)).toMatchObject({ ok: true });
    expect(await check(rotation.keyId)).toMatchObject({ ok: true });
    expect((await check('0000000000000000')).faults).toEqual([expect.objectContaining({ what: 'key' })]);
  });

  test('cut off after the database knew the new key, it is finished by running it again', async () => {
    const old = await readFile(files().keyFile, 'utf8');
    const { keyId } = await rotateLedgerKey(other.db, files());
    // As if the last step had not happened.
    await rename(files().keyFile, `${files().keyFile}.next`);
    await writeFile(files().keyFile, old, { mode: 0o600 });
    await other.move('Baltimore');
    expect(await message(sealAll(other.db, other.folder))).toMatch(/Put that key back/);
    expect((await rotateLedgerKey(other.db, files())).keyId).toBe(keyId);
    expect(await sealAll(other.db, other.folder)).toBe(1);
    expect(await check()).toMatchObject({ ok: true, fileBehind: 0 });
  });

  test('needs the key that signs now', async () => {
    await writeFile(files().keyFile, (await readFile(files().keyFile, 'utf8')).replace(/^[^-].*$/m, createPem()));
    expect(await message(rotateLedgerKey(other.db, files()))).toMatch(/cannot endorse another: the newest is/);
    expect(await message(rotateLedgerKey(other.db, ledgerFiles(join(other.folder, 'empty'), {})))).toMatch(/There is no signing key/);
    expect(await check()).toMatchObject({ ok: true, checkpoints: 3 });
  });
});

/** The middle line of another private key. */
const createPem = (): string => generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
