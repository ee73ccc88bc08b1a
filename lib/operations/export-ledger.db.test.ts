/** What outsiders are given, and what the one file that they verify it with says to it, good and altered. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGoldenVectors } from '#lib/domain/golden-vectors.fixture.ts';
import { contentDigest, eventHash } from '#lib/domain/ledger.ts';
import { exportLedger } from './export-ledger.ts';
import { type LedgerWorld, openLedgerWorld } from './ledger.fixture.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { proveEvent } from './prove-event.ts';
import { verifyLedger } from './verify-ledger.ts';
import { refusedWith } from './world.fixture.ts';

const VERIFIER = fileURLToPath(new URL('../../verify.mjs', import.meta.url));
const run = promisify(execFile);

let world: LedgerWorld;
let ledger: string;
/** A sealed assessment with at least three events. */
let stream: string;
beforeAll(async () => {
  world = await openLedgerWorld();
  await world.seal();
  await makePracticeCopy(await world.as('analyst'), 'psp-2017');
  await world.move('Stockton');
  await world.seal();
  await world.move('Baltimore');
  stream = (await world.row('psp-2017', 'Stockton', 'access')).id;
  ledger = await exported('psp-2017');
});
afterAll(() => world.close());

const exported = async (slug: string) => new Response((await exportLedger(await world.as('auditor'), slug)).body).text();

/** Runs the verifier as a third party would. */
async function verifier(text: string, name = 'ledger.ndjson', ...options: string[]): Promise<{ code: number; said: string }> {
  const file = join(world.folder, name);
  await writeFile(file, text);
  try {
    const { stdout } = await run(process.execPath, [VERIFIER, file, ...options]);
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, said: stderr };
  }
}

test('SQL agrees with the golden vectors, and with the functions that write events', async () => {
  const { rows } = await world.owner.query<{ wrong: number; asked: number }>(
    `SELECT count(*)::int AS asked, count(*) FILTER (WHERE proviso_content_digest(decode(v->>'salt', 'hex'), v->>'content') <> v->>'contentDigest'
       OR proviso_event_hash((v->>'program')::uuid, (v->>'stream')::uuid, (v->>'sequence')::int, v->>'kind', (v->>'payloadVersion')::int,
         (v->>'actor')::uuid, (v->>'onBehalfOf')::uuid, (v->>'requestId')::uuid, (v->>'effectiveAt')::timestamptz,
         (v->>'recordedAt')::timestamptz, v->>'contentDigest', v->>'prevHash') <> v->>'hash')::int AS wrong
     FROM jsonb_array_elements($1::jsonb) v`,
    [JSON.stringify(readGoldenVectors())],
  );
  expect(rows).toEqual([{ asked: 1000, wrong: 0 }]);
  const acts = readGoldenVectors().map((vector) => ({
    ...vector,
    act: {
      programId: vector.program,
      kind: vector.kind,
      payloadVersion: vector.payloadVersion,
      actorId: vector.actor,
      onBehalfOfId: vector.onBehalfOf,
      requestId: vector.requestId,
      content: vector.content,
    },
  }));
  const made = await world.owner.query<{ salt: Buffer; hash: string; digest: string }>(
    `SELECT (e).salt, (e).hash, (e).content_digest AS digest FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS t (v, n),
       LATERAL proviso_event((v->>'stream')::uuid, 'program', (v->>'sequence')::int, v->>'prevHash', (v->>'recordedAt')::timestamptz,
         (v->>'effectiveAt')::timestamptz, v->'act') e ORDER BY n`,
    [JSON.stringify(acts)],
  );
  const wrong = readGoldenVectors().filter((vector, n) => {
    const { salt, hash, digest } = made.rows[n] as { salt: Buffer; hash: string; digest: string };
    return contentDigest(salt, vector.content) !== digest || eventHash({ ...vector, contentDigest: digest }, vector.prevHash) !== hash;
  });
  expect(wrong).toEqual([]);
});

describe('an exported ledger', () => {
  test('verifies with nothing of ours, against the key and a copy of the checkpoints', async () => {
    const { code, said } = await verifier(ledger, 'ledger.ndjson', '--checkpoints', world.file, '--key', world.signer.keyId);
    expect(said).toMatch(/^OK\. psp-2017: \d+ events on \d+ streams, 0 erased, 1 not covered yet\. The last is checkpoint 2, /);
    expect(code).toBe(0);
    expect((await verifier(ledger, 'ledger.ndjson', '--key', world.signer.publicKeyHex)).code).toBe(0);
    expect((await verifier(await exported('psp-2017-practice'))).code).toBe(0);
  });

  test('tells nothing of other programs', async () => {
    const { rows } = await world.owner.query<{ id: string }>(
      `SELECT DISTINCT stream_id AS id FROM event WHERE program_id <> (SELECT id FROM program WHERE slug = 'psp-2017')`,
    );
    const other = rows.filter(({ id }) => id !== '00000000-0000-0000-0000-000000000000' && ledger.includes(`"stream":"${id}"`));
    expect(rows.length).toBeGreaterThan(10);
    expect(other).toEqual([]);
  });

  const lines = () => ledger.trimEnd().split('\n');
  const without = (drop: (line: string, index: number) => boolean) =>
    `${lines()
      .filter((line, index) => !drop(line, index))
      .join('\n')}\n`;
  const at = (start: string) => lines().findIndex((line) => line.startsWith(start));
  const isEvent = (line: string) => line.startsWith('{"line":"event"');
  const isLast = (line: string, index: number) => isEvent(line) && (lines()[index + 1] ?? '').startsWith('{"line":"footer"');
  const cases: [string, () => string, RegExp][] = [
    ['a changed reason', () => ledger.replace('Taken up: Stockton.', 'Taken up: Stockton!'), /content was altered/],
    ['a changed instant', () => ledger.replace(/("recordedAt":"[^"]*)\dZ/, '$1xZ'), /hash does not fit/],
    ['a changed root', () => ledger.replace(/"root":"./, '"root":"x'), /hash of checkpoint 1/],
    ['a changed signature', () => ledger.replace(/"signature":"..../, '"signature":"0000'), /signature of checkpoint 1/],
    ['a changed leaf', () => ledger.replace(/("leaves":\[.*?"hash":")./, '$1x'), /leaves of checkpoint 1/],
    ['another key', () => ledger.replace(/"publicKey":"../, '"publicKey":"00'), /id of key/],
    ['no header', () => without((line) => line.startsWith('{"line":"header"')), /header is missing/],
    ['no key', () => without((line) => line.startsWith('{"line":"key"')), /key that is not here/],
    ['no first checkpoint', () => without((_, index) => index === at('{"line":"checkpoint"')), /Checkpoint 1 is missing/],
    ['no last checkpoint', () => without((line) => line.startsWith('{"line":"checkpoint","number":2')), /footer says|does not follow/],
    ['an event dropped', () => without((line) => line.includes(`"stream":"${stream}"`) && line.includes('"sequence":2,')), /is missing/],
    ['the last event dropped', () => without(isLast), /missing|footer says/],
    ['a stream dropped', () => without((line) => isEvent(line) && line.includes(`"stream":"${stream}"`)), /is missing, which checkpoint/],
    ['an event twice', () => ledger.replace(/(\{"line":"event".*\n)/, '$1$1'), /is missing/],
    ['no footer', () => without((line) => line.startsWith('{"line":"footer"')), /footer is missing/],
    ['cut in the middle of a line', () => ledger.slice(0, ledger.length / 2), /cannot be read|footer is missing/],
    ['something after the footer', () => `${ledger}{"line":"key"}\n`, /after the footer/],
    ['nothing at all', () => '', /footer is missing/],
  ];
  test.each(cases)('with %s does not', async (_, change, said) => {
    const changed = change();
    expect(changed).not.toBe(ledger);
    expect(await verifier(changed)).toEqual({ code: 1, said: expect.stringMatching(said) });
  });

  test('cut at its end, as whole as it may be made to look, does not go with the copy of the checkpoints', async () => {
    // Everything of the second checkpoint is taken away, and the footer put right.
    const kept = lines().filter((line) => !line.startsWith('{"line":"checkpoint","number":2') && !line.startsWith('{"line":"footer"'));
    const sealed = JSON.parse(kept.find((line) => line.startsWith('{"line":"checkpoint","number":1')) ?? '{}').leaves as {
      stream?: string;
      sequence?: number;
    }[];
    const upTo = new Map(sealed.map((leaf) => [leaf.stream, leaf.sequence ?? 0]));
    const events = kept.filter((line) => !isEvent(line) || JSON.parse(line).sequence <= (upTo.get(JSON.parse(line).stream) ?? 0));
    const streams = new Set(events.filter(isEvent).map((line) => JSON.parse(line).stream)).size;
    const footer = { line: 'footer', events: events.filter(isEvent).length, streams, unsealed: 0, checkpoints: 1 };
    const cut = `${[...events, JSON.stringify(footer)].join('\n')}\n`;
    expect((await verifier(cut)).code).toBe(0);
    const later = cut.replace(/"exportedAt":"\d{4}/, '"exportedAt":"2999');
    expect(await verifier(later, 'cut.ndjson', '--checkpoints', world.file)).toEqual({
      code: 1,
      said: expect.stringMatching(/Checkpoint 2 .* its end was cut/),
    });
    const copy = (await readFile(world.file, 'utf8')).replace(/("number":1,.*"hash":")./, '$1x');
    await writeFile(join(world.folder, 'copy.ndjson'), copy);
    expect((await verifier(ledger, 'ledger.ndjson', '--checkpoints', join(world.folder, 'copy.ndjson'))).said).toMatch(/another one/);
  });

  test('does not go back to a key that it does not hold', async () => {
    expect((await verifier(ledger, 'ledger.ndjson', '--key', '0123456789abcdef')).said).toMatch(/is not in this file/);
  });

  test('is for those who audit', async () => {
    for (const role of ['viewer', 'contributor', 'analyst', 'reviewer', 'counsel', 'admin'] as const) {
      expect(await refusedWith(exportLedger(await world.as(role), 'psp-2017')), role).toBe('forbidden');
      expect(await refusedWith(proveEvent(await world.as(role), 'psp-2017', stream, '1')), role).toBe('forbidden');
    }
    expect(await refusedWith(exportLedger({ ...(await world.as('auditor')), actor: null }, 'psp-2017'))).toBe('unauthenticated');
    expect(await refusedWith(exportLedger(await world.as('auditor'), 'nowhere'))).toBe('not_found');
  });
});

describe('the proof of one event', () => {
  const proofOf = async (sequence: string, id = stream) => proveEvent(await world.as('auditor'), 'psp-2017', id, sequence);

  test.each(['1', '2', '3'])('%s of its stream verifies', async (sequence) => {
    const proof = await proofOf(sequence);
    expect(proof.sealed).toBe(true);
    const { code, said } = await verifier(JSON.stringify(proof), 'proof.json', '--key', world.signer.keyId);
    expect(said).toMatch(new RegExp(`^OK\\. Event ${sequence} of stream ${stream}`));
    expect(code).toBe(0);
  });

  test('an event between two checkpoints is led along its stream', async () => {
    expect((await proofOf('1')).later.map((event) => event.sequence)).toEqual([2]);
    expect((await proofOf('3')).checkpoint?.number).toBe(2);
  });

  test('altered anywhere does not', async () => {
    const good = await proofOf('1');
    const [later] = good.later;
    const altered: [object, RegExp][] = [
      [{ event: { ...good.event, content: `${good.event.content} ` } }, /content was altered/],
      [{ event: { ...good.event, actor: stream } }, /hash does not fit/],
      [{ later: [] }, /do not lead to the one that was sealed/],
      [{ later: [{ ...later, kind: 'x' }] }, /hash does not fit/],
      [{ seal: { ...good.seal, sequence: 9 } }, /do not lead/],
      [{ path: good.path.slice(1) }, /path/],
      [{ path: [...good.path].reverse() }, /root/],
      [{ leafIndex: (good.leafIndex ?? 0) + 1 }, /root|path/],
      [{ checkpoint: { ...good.checkpoint, sealedAt: '2001-01-01T00:00:00.000000Z' } }, /hash of checkpoint/],
      [{ checkpoint: null }, /cannot be read/],
      [{ keys: [] }, /key that is not here/],
      [{ format: 'other' }, /not known/],
    ];
    for (const [change, said] of altered) {
      expect(await verifier(JSON.stringify({ ...good, ...change }), 'proof.json')).toEqual({ code: 1, said: expect.stringMatching(said) });
    }
  });

  test('is open while no checkpoint covers the event', async () => {
    const { id } = await world.row('psp-2017', 'Baltimore', 'access');
    const { rows } = await world.owner.query<{ version: number }>('SELECT version FROM assessment WHERE id = $1', [id]);
    const proof = await proofOf(String(rows[0]?.version), id);
    expect(proof).toMatchObject({ sealed: false, path: [], checkpoint: null });
    expect(await verifier(JSON.stringify(proof), 'proof.json')).toEqual({
      code: 1,
      said: expect.stringMatching(/no checkpoint covers it yet/),
    });
  });

  test('of what is not there, or in another program, is not found', async () => {
    const practice = (await world.row('psp-2017-practice', 'Stockton', 'access')).id;
    for (const [id, sequence] of [
      [stream, '99'],
      [stream, '0'],
      [stream, '1e1'],
      ['x', '1'],
      [practice, '1'],
    ] as const) {
      expect(await refusedWith(proofOf(sequence, id))).toBe('not_found');
    }
  });
});

test('an untouched world verifies throughout', async () => {
  expect(await verifyLedger(world.db, { checkpointFile: world.file })).toMatchObject({ ok: true });
});
