import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANSWERS } from '#lib/domain/answer.ts';
import { EVIDENCE_CLASSES } from '#lib/domain/evidence-class.ts';
import { FLAGS } from '#lib/domain/flag.ts';
import { STATUSES, statusRules } from '#lib/domain/status.ts';
import { TRANSITIONS } from '#lib/domain/transition.ts';
import { getSummary } from '#lib/operations/get-summary.ts';
import { listAssessments } from '#lib/operations/list-assessments.ts';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { openWorld, type World } from '#lib/operations/world.fixture.ts';
import { foldCounters } from './history.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const column = async (sql: string): Promise<string[]> => (await world.owner.query<{ v: string }>(sql)).rows.map((row) => row.v);

describe('the lookup tables hold what the domain says', () => {
  test('statuses', async () => {
    expect(await column(`SELECT id || ':' || grouping AS v FROM status ORDER BY sort_order`)).toEqual(
      STATUSES.map((status) => `${status}:${statusRules[status].group}`),
    );
  });
  test('transitions', async () => {
    const stored = await column(`SELECT from_status || '>' || to_status || ':' || needs_proposal AS v FROM status_transition`);
    expect(stored.sort()).toEqual(TRANSITIONS.map((rule) => `${rule.from}>${rule.to}:${rule.approvedBy !== null}`).sort());
  });
  test('answers and evidence classes', async () => {
    expect((await column('SELECT id AS v FROM answer_kind')).sort()).toEqual([...ANSWERS].sort());
    expect((await column('SELECT id AS v FROM evidence_class')).sort()).toEqual([...EVIDENCE_CLASSES].sort());
  });
});

describe('the chain', () => {
  interface Row {
    program_id: string;
    stream_id: string;
    sequence: number;
    kind: string;
    payload_version: number;
    actor_id: string;
    on_behalf_of_id: string | null;
    request_id: string | null;
    effective: string;
    recorded: string;
    salt: Buffer;
    content: string;
    content_digest: string;
    prev_hash: string;
    hash: string;
  }
  const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
  const hashOf = (row: Row, prevHash: string) =>
    sha256(
      JSON.stringify([
        'proviso/event/1',
        row.program_id,
        row.stream_id,
        String(row.sequence),
        row.kind,
        String(row.payload_version),
        row.actor_id,
        row.on_behalf_of_id ?? '',
        row.request_id ?? '',
        row.effective,
        row.recorded,
        row.content_digest,
        prevHash,
      ]),
    );

  test('every event of the loaded record verifies in TypeScript: digests, hashes, links and sequences', async () => {
    const { rows } = await world.owner.query<Row>(
      'SELECT *, proviso_instant(effective_at) AS effective, proviso_instant(recorded_at) AS recorded FROM event ORDER BY program_id, stream_id, sequence',
    );
    expect(rows.length).toBeGreaterThan(40);
    let previous: Row | undefined;
    for (const row of rows) {
      const first = previous?.stream_id !== row.stream_id;
      expect(row.sequence).toBe(first ? 1 : (previous?.sequence ?? 0) + 1);
      expect(row.content_digest).toBe(sha256(Buffer.concat([row.salt, Buffer.from(row.content, 'utf8')])));
      expect(row.prev_hash).toBe(first ? '' : previous?.hash);
      expect(row.hash).toBe(hashOf(row, row.prev_hash));
      previous = row;
    }
  });

  test('control: one changed letter of an event no longer fits its hash', async () => {
    const { rows } = await world.owner.query<Row>(
      'SELECT *, proviso_instant(effective_at) AS effective, proviso_instant(recorded_at) AS recorded FROM event LIMIT 1',
    );
    const row = rows[0] as Row;
    expect(hashOf({ ...row, kind: `${row.kind}x` }, row.prev_hash)).not.toBe(row.hash);
  });

  test('SQL and JSON.stringify print the same bytes for every kind of character', async () => {
    const texts = [
      'plain',
      '"quoted"',
      'back\\slash',
      'line\nbreak',
      'tab\t',
      '\u0001\u001f',
      'é ü ñ',
      '日本',
      '😀',
      '\u2028',
      '</script>',
      "'; DROP",
    ];
    const { rows } = await world.owner.query<{ v: string }>('SELECT array_to_json($1::text[])::text AS v', [texts]);
    expect(rows[0]?.v).toBe(JSON.stringify(texts));
  });
});

describe('history cannot be changed', () => {
  const attempts = [
    ['insert', `INSERT INTO event SELECT * FROM event LIMIT 1`],
    ['update', `UPDATE event SET kind = 'x'`],
    ['delete', 'DELETE FROM event'],
    ['truncate', 'TRUNCATE event CASCADE'],
    ['cascade from the assessment', 'DELETE FROM assessment'],
    ['status without history', `UPDATE assessment SET status = 'met'`],
    ['period', `UPDATE assessment_period SET status = 'met'`],
    ['numbers', `DELETE FROM counter_delta`],
    ['disable the trigger', 'ALTER TABLE event DISABLE TRIGGER ALL'],
    ['append around the rules', `SELECT proviso_append(gen_random_uuid(), 'system', 1, '', now(), now(), '{}')`],
  ] as const;

  test.each(attempts)('by the serving role: %s', async (_, sql) => {
    const before = await world.count('event');
    await expect(world.db.pool.query(sql)).rejects.toThrow(/permission denied|must be owner/);
    expect(await world.count('event')).toBe(before);
  });

  test.each([`UPDATE event SET kind = 'x'`, 'DELETE FROM event', 'TRUNCATE event CASCADE'])('by the owner: %s', async (sql) => {
    await expect(world.owner.query(sql)).rejects.toThrow(/append-only/);
  });

  test('control: the serving role can write where it may', async () => {
    const { rowCount } = await world.db.pool.query('UPDATE program SET due_soon_days = due_soon_days');
    expect(rowCount).toBeGreaterThan(0);
  });
});

describe('the dashboard numbers', () => {
  const recount = async () =>
    (
      await column(`SELECT c.ref || ':' || a.status || ':' || count(*) AS v FROM assessment a JOIN condition c ON c.id = a.condition_id
    JOIN program p ON p.id = a.program_id WHERE p.slug = 'psp-2017' GROUP BY c.ref, a.status`)
    ).sort();
  const counted = async () => {
    const { summary } = await getSummary(await world.as('viewer'), 'psp-2017', {});
    return summary.byCondition.flatMap(({ ref, counts }) => Object.entries(counts).map(([status, n]) => `${ref}:${status}:${n}`)).sort();
  };

  test('agree with a recount before and after folding', async () => {
    expect(await counted()).toEqual(await recount());
    expect(await foldCounters(world.db.pool)).toBeGreaterThan(0);
    expect(await world.count('counter_delta')).toBe(0);
    expect(await counted()).toEqual(await recount());
  });

  test('the flag filter selects exactly the rows that carry the flag, at every moment and in both zones of a due day', async () => {
    const viewer = await world.as('viewer');
    await makePracticeCopy(await world.as('analyst'), 'psp-2017');
    await world.owner.query(`UPDATE program SET record_basis = 'own_files' WHERE kind = 'practice'`);
    const moments = [
      '2017-08-02',
      '2017-08-12',
      '2017-08-18',
      '2017-08-19T04:00:00Z',
      '2017-08-19T05:59:59.999999Z',
      '2017-08-19T06:00:00Z',
      '2017-08-19T07:00:00Z',
      undefined,
    ];
    for (const slug of ['psp-2017', 'psp-2017-practice']) {
      for (const asOf of moments) {
        const all = (await listAssessments(viewer, slug, { asOf })).items;
        for (const flag of FLAGS) {
          const selected = (await listAssessments(viewer, slug, { asOf, flag })).items.map((item) => item.id);
          expect({ slug, asOf, flag, selected }).toEqual({
            slug,
            asOf,
            flag,
            selected: all.filter((item) => item.flags.includes(flag)).map((item) => item.id),
          });
        }
      }
    }
  });
});
