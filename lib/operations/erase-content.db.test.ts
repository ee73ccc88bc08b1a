/** Erasing personal data: the words are gone everywhere, and the ledger, the periods and copies still stand. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#lib/data/client.ts';
import { addNote } from './add-note.ts';
import { eraseContent } from './erase-content.ts';
import { exportLedger } from './export-ledger.ts';
import { type LedgerWorld, openLedgerWorld } from './ledger.fixture.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { rebuildDerived } from './rebuild-derived.ts';
import { verifyLedger } from './verify-ledger.ts';
import { refusedWith } from './world.fixture.ts';

const VERIFIER = fileURLToPath(new URL('../../verify.mjs', import.meta.url));
const NAME = 'Erika Mustermann';

let world: LedgerWorld;
let owner: Database;
let stream: string;
beforeAll(async () => {
  world = await openLedgerWorld();
  owner = { ...world.db, pool: world.owner };
  await world.move('Stockton');
  const row = await world.row('psp-2017', 'Stockton', 'access');
  stream = row.id;
  await addNote(await world.as('analyst'), stream, { body: `Spoke with ${NAME}.` });
  await world.tamper(`CREATE TABLE before_erasure AS SELECT p.* FROM assessment_period p WHERE assessment_id = '${stream}'`);
  await world.seal();
});
afterAll(() => world.close());

const verify = () => verifyLedger(world.db, { checkpointFile: world.file });
const erase = (sequence: number, more: Partial<Parameters<typeof eraseContent>[1]> = {}) =>
  eraseContent(owner, { program: 'psp-2017', stream, sequence, reason: 'Request 12 under the privacy rule.', ...more });
const sequences = async (kind: string): Promise<number[]> => {
  const { rows } = await world.owner.query<{ sequence: number }>(
    'SELECT sequence FROM event WHERE stream_id = $1 AND kind = $2 ORDER BY sequence',
    [stream, kind],
  );
  return rows.map((row) => row.sequence);
};

describe('erasing', () => {
  test('is refused for what does not exist, without a reason, and to the role that serves', async () => {
    expect(await refusedWith(erase(99))).toBe('not_found');
    expect(await refusedWith(erase(1, { program: 'nowhere' }))).toBe('not_found');
    expect(await refusedWith(erase(1, { stream: 'x' }))).toBe('not_found');
    expect(await refusedWith(erase(0))).toBe('invalid_request');
    expect(await refusedWith(erase(1, { reason: ' ' }))).toBe('reason_required');
    await expect(eraseContent(world.db, { program: 'psp-2017', stream, sequence: 1, reason: 'Why not.' })).rejects.toThrow(
      /permission denied/,
    );
    expect(await verify()).toMatchObject({ ok: true, erased: 0 });
  });

  test('takes the words away from the event and the note, and says so', async () => {
    const [note = 0] = await sequences('note_added');
    const before = await world.owner.query(`SELECT content_digest, hash FROM event WHERE stream_id = $1 AND sequence = $2`, [stream, note]);
    expect(await erase(note)).toMatchObject({ kind: 'note_added', sameReason: [] });
    const after = await world.owner.query(`SELECT content_digest, hash, content, salt FROM event WHERE stream_id = $1 AND sequence = $2`, [
      stream,
      note,
    ]);
    expect(after.rows).toEqual([{ ...before.rows[0], content: null, salt: null }]);
    const { rows } = await world.owner.query<{ body: string }>('SELECT body FROM note');
    expect(rows.map((row) => row.body)).toEqual(['[erased]']);
    expect(await refusedWith(erase(note))).toBe('invalid_request');
    const [told = 0] = await sequences('content_erased');
    expect(await refusedWith(erase(told))).toBe('invalid_request');
    expect(await verify()).toMatchObject({ ok: true, erased: 1 });
  });

  test('of events that changed the status leaves the status, the periods and the first event standing', async () => {
    for (const sequence of [1, ...(await sequences('status_changed'))]) await erase(sequence);
    expect((await world.row('psp-2017', 'Stockton', 'access')).status).toBe('under_review');
    const { rows } = await world.owner.query(
      `SELECT count(*)::int AS n FROM before_erasure b FULL JOIN assessment_period p USING (assessment_id, known_version, valid_from)
       WHERE assessment_id = $1 AND (b.status, b.due_at, b.valid_to, b.known_to) IS DISTINCT FROM (p.status, p.due_at, p.valid_to, p.known_to)`,
      [stream],
    );
    expect(rows).toEqual([{ n: 0 }]);
    const result = await verify();
    expect(result.faults).toEqual([]);
    expect(result.erased).toBe(2 + (await sequences('status_changed')).length);
  });

  test('what is erased can still be rebuilt, copied, sealed, exported and verified by outsiders', async () => {
    expect(await rebuildDerived(owner)).toMatchObject({ changed: 0, numbers: [] });
    expect((await sequences('content_erased')).length).toBeGreaterThan(2);
    const { slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017');
    expect((await world.row(slug, 'Stockton', 'access')).status).toBe('under_review');
    await world.seal();
    expect((await verify()).faults).toEqual([]);
    for (const name of ['psp-2017', slug]) {
      const text = await new Response((await exportLedger(await world.as('auditor'), name)).body).text();
      expect(text).not.toContain(NAME);
      const file = join(world.folder, `${name}.ndjson`);
      await writeFile(file, text);
      expect(execFileSync(process.execPath, [VERIFIER, file], { encoding: 'utf8' })).toMatch(/^OK\./);
    }
  });

  test('control: without the event that tells of it, what is gone is a fault', async () => {
    await world.save();
    await world.tamper(`DELETE FROM event WHERE stream_id = '${stream}' AND kind = 'content_erased'`);
    expect((await verify()).faults.map((fault) => fault.problem)).toContain(
      'Its content is gone, and no later event says that it was erased.',
    );
    await world.restore();
    expect((await verify()).faults).toEqual([]);
  });
});

describe('rebuilding by command', () => {
  test('says how many were different, in the history too', async () => {
    await world.tamper(`UPDATE assessment_period SET status = 'met' WHERE assessment_id = (SELECT id FROM assessment WHERE id <> '${stream}' LIMIT 1);
      UPDATE counter SET total = total + 1; INSERT INTO counter_delta (program_id, condition_id, subject_kind, status, controlled_elsewhere, paused, disputed, delta)
      SELECT program_id, id, 'application', 'met', false, false, false, 1 FROM condition LIMIT 1`);
    const first = await rebuildDerived(owner);
    expect(first.changed).toBe(1);
    expect(first.numbers).toContain('psp-2017');
    expect(await rebuildDerived(owner, 'psp-2017')).toMatchObject({ changed: 0, numbers: [] });
    expect(await refusedWith(rebuildDerived(owner, 'nowhere'))).toBe('not_found');
    const { rows } = await world.owner.query<{ payload: object }>(
      `SELECT content::jsonb->'payload' AS payload FROM event WHERE kind = 'periods_rebuilt' ORDER BY sequence`,
    );
    expect(rows.map((row) => row.payload)).toContainEqual({ assessments: first.assessments, changed: 1 });
  });
});
