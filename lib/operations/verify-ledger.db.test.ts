/** What the check of the ledger finds when somebody who owns the database has been at it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSigner } from '#lib/data/ledger-key.ts';
import { type LedgerWorld, openLedgerWorld } from './ledger.fixture.ts';
import { sealLedger } from './seal-ledger.ts';
import { verifyLedger } from './verify-ledger.ts';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
  await world.seal();
  await world.move('Stockton');
  await world.seal();
  await world.move('Baltimore');
  await world.save();
});
afterAll(() => world.close());

const verify = () => verifyLedger(world.db, { checkpointFile: world.file });

/** One event that later ones follow and a checkpoint covers, one that is the last of its stream, and one not sealed yet. */
const MIDDLE = `(SELECT stream_id FROM event WHERE stream_kind = 'assessment' AND sequence = 3 ORDER BY stream_id LIMIT 1)`;
const AT = `stream_id = ${MIDDLE}`;
const LAST = `(program_id, stream_id, sequence) IN (SELECT program_id, id, version FROM assessment WHERE id = ${MIDDLE})`;
const UNSEALED = `(program_id, stream_id, sequence) IN (SELECT program_id, stream_id, sequence FROM ledger_pending)`;
/** Somebody who alters an event and then hashes everything after it anew, heads and seals too. */
const REHASH = `DO $$ DECLARE e event; h text := ''; BEGIN
  FOR e IN SELECT * FROM event WHERE ${AT} ORDER BY sequence LOOP
    e.content_digest := CASE WHEN e.content IS NULL THEN e.content_digest ELSE proviso_content_digest(e.salt, e.content) END;
    UPDATE event SET prev_hash = h, content_digest = e.content_digest, hash = proviso_event_hash(e.program_id, e.stream_id, e.sequence, e.kind,
      e.payload_version, e.actor_id, e.on_behalf_of_id, e.request_id, e.effective_at, e.recorded_at, e.content_digest, h)
      WHERE program_id = e.program_id AND stream_id = e.stream_id AND sequence = e.sequence RETURNING hash INTO h;
    UPDATE ledger_seal SET hash = h WHERE stream_id = e.stream_id AND sequence = e.sequence;
  END LOOP;
  UPDATE assessment SET head_hash = h WHERE id = e.stream_id;
END $$`;
const FORGED = `UPDATE event SET content = replace(content, '"reason":"', '"reason":"No, ') WHERE ${AT}; ${REHASH}`;

test('an untouched ledger verifies, with what is not sealed yet', async () => {
  const result = await verify();
  expect(result.faults).toEqual([]);
  expect(result).toMatchObject({ ok: true, checkpoints: 2, erased: 0, fileBehind: 0, faultCount: 0 });
  expect(result.events).toBe(await world.count('event'));
  expect(result.periods).toBe(await world.count('assessment_period'));
  expect(result.unsealed).toBeGreaterThan(0);
});

describe('a tampered database is found out, and the place is named', () => {
  beforeEach(() => world.restore());
  afterAll(() => world.restore());

  const cases: [string, string, string, RegExp][] = [
    ['altered content', `UPDATE event SET content = content || ' ' WHERE ${AT} AND sequence = 2`, 'event', /\/2$/],
    ['another salt', `UPDATE event SET salt = decode(repeat('00', 16), 'hex') WHERE ${AT} AND sequence = 2`, 'event', /\/2$/],
    [
      'another actor',
      `UPDATE event SET actor_id = (SELECT id FROM principal WHERE id <> actor_id LIMIT 1) WHERE ${AT} AND sequence = 2`,
      'event',
      /\/2$/,
    ],
    [
      'another recorded instant',
      `UPDATE event SET recorded_at = recorded_at - interval '1 microsecond' WHERE ${AT} AND sequence = 2`,
      'event',
      /\/2$/,
    ],
    [
      'another effective instant',
      `UPDATE event SET effective_at = effective_at - interval '1 day' WHERE ${AT} AND sequence = 2`,
      'event',
      /\/2$/,
    ],
    ['another kind', `UPDATE event SET kind = 'note_added' WHERE ${AT} AND sequence = 2`, 'event', /\/2$/],
    ['another kind of stream', `UPDATE event SET stream_kind = 'program' WHERE ${AT} AND sequence = 2`, 'event', /\/2$/],
    ['another hash', `UPDATE event SET hash = repeat('0', 64) WHERE ${AT} AND sequence = 2`, 'event', /\/2$/],
    ['an instant that is none', `UPDATE event SET recorded_at = 'infinity' WHERE ${AT} AND sequence = 2`, 'event', /\/2$/],
    ['an event cut from the middle', `DELETE FROM event WHERE ${AT} AND sequence = 2`, 'event', /\/3$/],
    ['the first event cut', `DELETE FROM event WHERE ${AT} AND sequence = 1`, 'event', /\/2$/],
    [
      'two events exchanged',
      `UPDATE event SET sequence = 99 WHERE ${AT} AND sequence = 2; UPDATE event SET sequence = 2 WHERE ${AT} AND sequence = 3; UPDATE event SET sequence = 3 WHERE ${AT} AND sequence = 99`,
      'event',
      /\/2$/,
    ],
    ['content gone without an erasure', `UPDATE event SET content = NULL, salt = NULL WHERE ${AT} AND sequence = 2`, 'event', /\/2$/],
    ['salt gone', `UPDATE event SET salt = NULL WHERE ${AT} AND sequence = 2`, 'event', /\/2$/],
    ['the last event cut, its seal too', `DELETE FROM ledger_seal WHERE ${LAST}; DELETE FROM event WHERE ${LAST}`, 'head', /./],
    ['an unsealed event cut, with its note', `DELETE FROM event WHERE ${UNSEALED}; DELETE FROM ledger_pending`, 'head', /./],
    ['an unsealed event taken off the list', 'DELETE FROM ledger_pending', 'seal', /\/\d+$/],
    [
      'a sealed event put on the list',
      `INSERT INTO ledger_pending SELECT program_id, stream_id, sequence FROM event WHERE ${AT} AND sequence = 1`,
      'seal',
      /\/1$/,
    ],
    [
      'an invented event on the list',
      `INSERT INTO ledger_pending SELECT program_id, stream_id, 99 FROM event WHERE ${AT} AND sequence = 1`,
      'seal',
      /\/99$/,
    ],
    [
      'a stream cut, its row too',
      `DELETE FROM event WHERE ${AT}; DELETE FROM assessment_period WHERE assessment_id NOT IN (SELECT stream_id FROM event); DELETE FROM assessment WHERE id NOT IN (SELECT stream_id FROM event)`,
      'seal',
      /./,
    ],
    ['a head that says less', `UPDATE stream SET sequence = sequence - 1 WHERE kind = 'system'`, 'head', /./],
    ['a head with another hash', `UPDATE assessment SET head_hash = repeat('0', 64) WHERE id = ${MIDDLE}`, 'head', /./],
    ['a head with another instant', `UPDATE assessment SET head_recorded_at = now() WHERE id = ${MIDDLE}`, 'head', /./],
    ['a stream without a head', `DELETE FROM stream WHERE kind = 'system'`, 'head', /./],
    [
      'a head without a stream',
      `INSERT INTO stream SELECT program_id, gen_random_uuid(), kind, 1, '', now() FROM stream LIMIT 1`,
      'head',
      /./,
    ],
    ['events altered and hashed anew', FORGED, 'checkpoint', /^1$/],
    ['a seal with another hash', `UPDATE ledger_seal SET hash = repeat('0', 64) WHERE ${AT}`, 'seal', /./],
    ['a seal cut', `DELETE FROM ledger_seal WHERE ${AT}`, 'checkpoint', /^1$/],
    ['a seal of nothing', `UPDATE ledger_seal SET sequence = 99 WHERE ${AT}`, 'seal', /\/99$/],
    ['another root', `UPDATE ledger_checkpoint SET root = repeat('0', 64) WHERE number = 2`, 'checkpoint', /^2$/],
    ['another count', 'UPDATE ledger_checkpoint SET event_count = event_count + 1 WHERE number = 2', 'checkpoint', /^2$/],
    ['another signature', `UPDATE ledger_checkpoint SET signature = repeat('0', 128) WHERE number = 2`, 'checkpoint', /^2$/],
    ['the first checkpoint cut', 'DELETE FROM ledger_checkpoint WHERE number = 1', 'checkpoint', /^2$/],
    [
      'the last checkpoint cut, and all traces of it',
      `INSERT INTO ledger_pending SELECT program_id, stream_id, s FROM ledger_seal, generate_series(coalesce((SELECT max(o.sequence) FROM ledger_seal o WHERE o.stream_id = ledger_seal.stream_id AND o.checkpoint = 1), 0) + 1, sequence) s WHERE checkpoint = 2; DELETE FROM ledger_seal WHERE checkpoint = 2; DELETE FROM ledger_checkpoint WHERE number = 2`,
      'file',
      /^line 3$/,
    ],
    ['another key', `UPDATE ledger_key SET public_key = repeat('0', 64)`, 'key', /./],
    ['another status of a row', `UPDATE assessment SET status = 'met' WHERE id = ${MIDDLE}`, 'period', /./],
    ['a row moved to another condition', `UPDATE assessment SET condition_id = gen_random_uuid() WHERE id = ${MIDDLE}`, 'period', /./],
    [
      'another status of a period',
      `UPDATE assessment_period SET status = 'met' WHERE assessment_id = ${MIDDLE} AND version = 2`,
      'period',
      /./,
    ],
    ['a period cut', `DELETE FROM assessment_period WHERE assessment_id = ${MIDDLE} AND known_version = 1`, 'period', /./],
    [
      'a period added',
      `INSERT INTO assessment_period SELECT p.* FROM assessment_period q, jsonb_populate_record(q, '{"valid_from": "2001-01-01"}') p WHERE q.assessment_id = ${MIDDLE} AND q.version = 2`,
      'period',
      /./,
    ],
    [
      'another known span',
      `UPDATE assessment_period SET known_to = 'infinity' WHERE assessment_id = ${MIDDLE} AND known_version = 1`,
      'period',
      /./,
    ],
    [
      'another dashboard number',
      'UPDATE counter SET total = total + 1; UPDATE counter_delta SET delta = delta + 1 WHERE id = (SELECT min(id) FROM counter_delta)',
      'counter',
      /^psp-2017$/,
    ],
  ];

  test.each(cases)('%s', async (_, sql, what, where) => {
    await world.tamper(sql);
    const { faults, ok } = await verify();
    expect(ok).toBe(false);
    expect(faults).toContainEqual({ what, where: expect.stringMatching(where), problem: expect.any(String) });
  });

  test('one altered event is one fault, and many are counted beyond those named', async () => {
    await world.tamper(`UPDATE event SET content = content || ' ' WHERE ${AT} AND sequence = 2`);
    expect((await verify()).faultCount).toBe(1);
    await world.tamper(`UPDATE event SET content = content || ' '`);
    const result = await verifyLedger(world.db, { maxFaults: 5 });
    expect(result.faults).toHaveLength(5);
    expect(result.faultCount).toBeGreaterThanOrEqual(await world.count('event'));
  });

  test('a history forged from its beginning and signed with a key of its own verifies by itself, but not against the file or the key', async () => {
    await world.tamper(`${FORGED}; INSERT INTO ledger_pending SELECT program_id, stream_id, sequence FROM event ON CONFLICT DO NOTHING;
      DELETE FROM ledger_seal; DELETE FROM ledger_checkpoint; DELETE FROM ledger_key`);
    const forger = createSigner();
    await sealLedger(world.db, forger, join(world.folder, 'forged.ndjson'));
    expect(await verifyLedger(world.db)).toMatchObject({ ok: true, checkpoints: 1 });
    expect((await verifyLedger(world.db, { keyId: world.signer.keyId })).faults).toEqual([
      expect.objectContaining({ what: 'key', where: world.signer.keyId }),
    ]);
    expect((await verify()).faults).toEqual([expect.objectContaining({ what: 'file', where: 'line 1' })]);
    // To put the known key behind one's own does not help either.
    await world.tamper(`INSERT INTO ledger_key VALUES ('${world.signer.keyId}', '${world.signer.publicKeyHex}', now(), '${forger.keyId}',
      '${forger.sign('x')}')`);
    expect((await verifyLedger(world.db, { keyId: world.signer.keyId })).faults.map((fault) => fault.what)).toContain('key');
  });

  test('control: put back, it verifies', async () => {
    expect(await verify()).toMatchObject({ ok: true, faults: [] });
    expect(await verifyLedger(world.db, { keyId: world.signer.keyId })).toMatchObject({ ok: true });
  });
});

describe('a tampered file is found out', () => {
  let good: string;
  beforeAll(async () => {
    good = await readFile(world.file, 'utf8');
  });
  const fileFault = async (text: string) => {
    const file = join(world.folder, 'other.ndjson');
    await writeFile(file, text);
    const { faults, fileBehind } = await verifyLedger(world.db, { checkpointFile: file });
    return { where: faults.map((fault) => `${fault.what} ${fault.where}`), fileBehind };
  };
  const linesOf = (text: string) => text.trimEnd().split('\n');

  test('an altered byte, a dropped line, one too many, none', async () => {
    const lines = linesOf(good);
    expect(lines).toHaveLength(3);
    expect((await fileFault(good.replace('"eventCount":', '"eventCount":1'))).where).toEqual(['file line 2']);
    expect((await fileFault(`${[lines[0], lines[2]].join('\n')}\n`)).where).toEqual(['file line 2']);
    expect((await fileFault(`${good}${lines[2]}\n`)).where).toEqual(['file line 4']);
    expect((await fileFault(`${good}{"line":`)).where).toEqual(['file line 4']);
    const gone = join(world.folder, 'gone.ndjson');
    expect((await verifyLedger(world.db, { checkpointFile: gone })).faults).toEqual([
      expect.objectContaining({ what: 'file', where: gone }),
    ]);
  });

  test('control: one that is only behind, or cut off in a line, is told and no fault', async () => {
    const lines = linesOf(good);
    expect(await fileFault(good)).toEqual({ where: [], fileBehind: 0 });
    expect(await fileFault(`${lines[0]}\n`)).toEqual({ where: [], fileBehind: 2 });
    expect(await fileFault(good.slice(0, -10))).toEqual({ where: [], fileBehind: 1 });
    expect(await fileFault('')).toEqual({ where: [], fileBehind: 3 });
  });
});
