/** What a report says it rests on: the last checkpoint in its own snapshot, and whether findings need two people. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#lib/data/ids.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import { FORMATS } from '#lib/exports/index.ts';
import { exportReport } from './export-report.ts';
import { getProgram } from './get-program.ts';
import { listPrograms } from './list-programs.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { previewReport } from './preview-report.ts';
import { recordStatus } from './record-status.ts';
import { sealForTest } from './seal.fixture.ts';
import { openWorld, type World } from './world.fixture.ts';

const SLUG = 'psp-2017';
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const bodyOf = async (slug: string, format: 'csv' | 'json'): Promise<ReadableStream<Uint8Array>> =>
  (await exportReport(await world.as('viewer'), slug, format, {})).body;
const textOf = async (slug: string, format: 'csv' | 'json'): Promise<string> => new Response(await bodyOf(slug, format)).text();
const ledgerOf = async (slug: string): Promise<unknown> => JSON.parse(await textOf(slug, 'json')).meta.ledger;
const lastCellOf = (csv: string): string[] =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(',').at(-1) ?? '')
    .map((cell) => cell.replaceAll('"', ''));

async function takeUnderReview(place: string): Promise<void> {
  const row = await world.row(SLUG, place, 'access');
  await recordStatus(await world.as('analyst'), row.id, row.version, { to: 'under_review', reason: 'No answer by the due date.' });
}

describe('the ledger that a report cites', () => {
  test('before the first checkpoint it says so, with the number of events that wait', async () => {
    const { rows } = await world.owner.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ledger_pending WHERE program_id = (SELECT id FROM program WHERE slug = $1)`,
      [SLUG],
    );
    expect(await ledgerOf(SLUG)).toEqual({ checkpoint: null, unsealedEvents: rows[0]?.n });
    expect(new Set(lastCellOf(await textOf(SLUG, 'csv')))).toEqual(
      new Set(['ledger', `No checkpoint has been made yet; ${rows[0]?.n} events of this program not yet sealed`]),
    );
  });

  test('then the last one, with its hash, and what came after it', async () => {
    const sealedAt = '2026-12-01T10:00:00.000000Z';
    const sealed = await sealForTest(world.db, sealedAt);
    const checkpoint = { number: 1, hash: sealed?.hash, sealedAt };
    expect(await ledgerOf(SLUG)).toEqual({ checkpoint, unsealedEvents: 0 });
    await takeUnderReview('Stockton');
    expect(await ledgerOf(SLUG)).toEqual({ checkpoint, unsealedEvents: 1 });
    expect((await previewReport(await world.as('viewer'), SLUG, {})).ledger).toEqual({ checkpoint, unsealedEvents: 1 });
    expect(await textOf(SLUG, 'csv')).toContain(`"Ledger checkpoint 1, ${sealed?.hash}; 1 event of this program not yet sealed"`);
  });

  test('is that of the snapshot, whatever is sealed while the file is read; not that of the moment it was asked for', async () => {
    const asked = await bodyOf(SLUG, 'csv');
    await takeUnderReview('San Bernardino');
    const reader = asked.getReader();
    const decoder = new TextDecoder();
    let text = decoder.decode((await reader.read()).value, { stream: true });
    await sealForTest(world.db, '2026-12-01T10:01:00.000000Z');
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += decoder.decode(next.value, { stream: true });
    expect(text).toContain('; 2 events of this program not yet sealed"');
    expect(text).not.toContain('checkpoint 2');
    expect(await ledgerOf(SLUG)).toMatchObject({ checkpoint: { number: 2 }, unsealedEvents: 0 });
  });
});

describe('the two-person rule', () => {
  const LINE = 'The two-person rule is off in this program since March 1, 2026: a finding can be made by one person.';
  let copy: string;
  let programId: string;

  async function setRule(value: 'on' | 'off', decidedAt: string): Promise<void> {
    const id = newId();
    const [one, two] = [(await world.as('admin')).actor?.principalId, (await world.as('approver')).actor?.principalId];
    await world.owner.query(
      `INSERT INTO setting_change (program_id, id, kind, value, reason, state, proposed_by_id, proposed_at) VALUES ($1, $2, 'two_person_rule', $3, 'Why.', 'open', $4, $5)`,
      [programId, id, value, one, decidedAt],
    );
    await world.owner.query(`UPDATE setting_change SET state = 'approved', decided_by_id = $2, decided_at = $3 WHERE id = $1`, [
      id,
      two,
      decidedAt,
    ]);
    await world.owner.query('UPDATE program SET two_person_rule = $2 WHERE id = $1', [programId, value === 'on']);
  }

  beforeAll(async () => {
    ({ slug: copy } = await makePracticeCopy(await world.as('analyst'), SLUG));
    programId = (await getProgram(await world.as('viewer'), copy)).id;
  });

  test('on: nothing is said', async () => {
    expect((await getProgram(await world.as('viewer'), copy)).twoPersonRule).toBe(true);
    for (const format of FORMATS) expect(await textOf(copy, format)).not.toContain('two-person');
  });

  test('off: every page and file says since when, by the day in the program’s zone, and no other program says it', async () => {
    // Two in the morning in UTC: still March 1 in New York.
    await setRule('off', '2026-03-02T02:00:00Z');
    const program = await getProgram(await world.as('viewer'), copy);
    expect([program.twoPersonRule, program.standingLines[0]]).toEqual([false, LINE]);
    for (const format of FORMATS) expect(await textOf(copy, format)).toContain(LINE);
    expect(JSON.parse(await textOf(copy, 'json')).meta.notice.slice(0, 2)).toEqual(['Practice. Not the record.', LINE]);
    const others = (await listPrograms(await world.as('viewer'))).filter(({ slug }) => slug !== copy);
    expect(others.flatMap(({ standingLines }) => standingLines)).not.toContain(LINE);
    for (const format of FORMATS) expect(await textOf(SLUG, format)).not.toContain('two-person');
  });

  test('on again: the line is gone; off again: the newer day', async () => {
    await setRule('on', '2026-04-01T12:00:00Z');
    expect((await getProgram(await world.as('viewer'), copy)).standingLines).not.toContain(LINE);
    await setRule('off', '2026-05-01T12:00:00Z');
    expect((await getProgram(await world.as('viewer'), copy)).standingLines[0]).toContain('since May 1, 2026');
  });

  test('off without a change on record, such as in a copy: since the program exists', async () => {
    await world.owner.query('UPDATE program SET two_person_rule = false WHERE slug = $1', [SLUG]);
    const { slug } = await makePracticeCopy(await world.as('analyst'), SLUG);
    const today = formatDate(localDateOf((await world.as('viewer')).now(), 'America/New_York'), 'long');
    expect((await getProgram(await world.as('viewer'), slug)).standingLines[0]).toContain(`is off in this program since ${today}`);
    expect((await getProgram(await world.as('viewer'), SLUG)).standingLines.filter((line) => line.includes('is off'))).toHaveLength(1);
  });
});
