/** B12: personal data can be erased, and what is left still verifies. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addNote } from '#lib/operations/add-note.ts';
import { eraseContent } from '#lib/operations/erase-content.ts';
import { createTally, outcomeOf } from './check.ts';
import { firstFault } from './ledger.ts';
import { exported, loadVerifier, verifies } from './offline-verifier.ts';
import { createRandom, type Random } from './random.ts';
import { chooseEdit, seeRow } from './random-edits.ts';
import { makeSealedWorld, type SealedWorld } from './sealed-world.ts';
import type { TrustRun, TrustTest } from './types.ts';

const REBUILT = 'SELECT count(*)::int AS n FROM assessment WHERE rebuild_assessment(program_id, id)';
const SECRET_NAME = 'Q. Erasable-Person';

/** In which tables a text still stands, whatever the column. */
async function tablesHolding(world: SealedWorld, text: string): Promise<string[]> {
  const { rows: tables } = await world.database.owner.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  const held: string[] = [];
  for (const { name } of tables) {
    const { rows } = await world.database.owner.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${name} t WHERE strpos(t::text, $1) > 0`,
      [text],
    );
    if ((rows[0]?.n ?? 0) > 0) held.push(name);
  }
  return held;
}

/** Notes, and reasons of changes, proposals and decisions. */
async function writePersonalData(world: SealedWorld, count: number, seed: number): Promise<void> {
  const random = createRandom(seed);
  const analyst = await world.database.as('analyst');
  for (let n = 0; n < count; n += 1) {
    const text = `${SECRET_NAME} called, ${n}.`;
    if (n % 2 === 0) await addNote(analyst, random.pick(world.program.ids), { body: text });
    else await editOnce(world, random, text);
  }
}

async function editOnce(world: SealedWorld, random: Random, reason: string): Promise<void> {
  for (let outcome = ''; outcome !== 'accepted'; ) {
    const row = await seeRow(world.database.db, random.pick(world.program.ids));
    const edit = chooseEdit(world.database.as, row, random, reason);
    if (edit.kind === 'move' || edit.kind === 'propose' || edit.kind === 'reopen') outcome = await outcomeOf(edit.act());
  }
}

interface EventAbout {
  stream: string;
  sequence: number;
  hash: string;
}

/** The events that hold the name, and those of the notes that do. */
async function eventsAbout(world: SealedWorld): Promise<EventAbout[]> {
  const { rows } = await world.database.owner.query<EventAbout>(
    `SELECT stream_id AS stream, sequence, hash FROM event WHERE strpos(content, $1) > 0 OR (kind = 'note_added'
       AND (content::jsonb->'payload'->>'noteId')::uuid IN (SELECT id FROM note WHERE strpos(body, $1) > 0))`,
    [SECRET_NAME],
  );
  return rows;
}

async function erase(run: TrustRun) {
  const world = await makeSealedWorld(run, { assessments: 10, seals: 2, edits: 15 });
  const verifier = await loadVerifier();
  const tally = createTally();
  const count = run.scale(10, 100);
  await writePersonalData(world, count, run.seed);
  await world.ledger.seal(world.database.db);
  const heldBefore = await tablesHolding(world, SECRET_NAME);
  const rows = await eventsAbout(world);
  for (const { stream, sequence } of rows) {
    await eraseContent(world.owner, { program: world.program.slug, stream, sequence, reason: 'Asked for by the person.' });
  }
  await world.ledger.seal(world.database.db);
  const heldAfter = await tablesHolding(world, SECRET_NAME);
  tally.check(rows.length >= count, `${rows.length} of ${count} events found`);
  tally.check(heldAfter.length === 0, `still in ${heldAfter.join(', ')}`);
  for (const { stream, sequence, hash } of rows) {
    const { rows: left } = await world.database.owner.query<{ hash: string; content: string | null }>(
      'SELECT hash, content FROM event WHERE stream_id = $1 AND sequence = $2',
      [stream, sequence],
    );
    tally.check(left[0]?.hash === hash && left[0].content === null, `event ${sequence} of ${stream} was not erased in place`);
  }
  const verified = await world.ledger.verify(world.database.db);
  tally.check(verified.ok && verified.erased === rows.length, () => `${verified.erased} erased; ${firstFault(verified)}`);
  const file = join(world.ledger.folder, 'erased.ndjson');
  const text = await exported(world);
  writeFileSync(file, text);
  tally.check(
    !text.includes(SECRET_NAME) && (await verifies(() => verifier.verifyLedger(file))),
    'the export does not verify, or still has it',
  );
  const rebuilt = (await world.database.owner.query<{ n: number }>(REBUILT)).rows[0]?.n;
  tally.check(rebuilt === 0, `${rebuilt} assessments differ from their replay`);
  // The control: content taken away without the event that says so.
  await world.database.owner.query(
    `UPDATE event SET content = NULL, salt = NULL WHERE ctid = (SELECT ctid FROM event WHERE content IS NOT NULL AND kind = 'status_changed' LIMIT 1)`,
  );
  const silent = await world.ledger.verify(world.database.db);
  await world.close();
  return tally.figures(
    { erased: rows.length, 'tables that held it before': heldBefore.length, after: heldAfter.length },
    { what: 'content taken away without the event that tells of it', failedAsItMust: !silent.ok, figures: { faults: silent.faultCount } },
  );
}

export const erasureTests: readonly TrustTest[] = [
  {
    id: 'B12',
    title: 'Personal data in the history has to go',
    must: 'It is in no table any more; every hash stays; the check and the exported ledger say "erased", and a replay gives the same state',
    run: erase,
  },
];
