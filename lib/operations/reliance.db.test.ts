/** Whose finding an assessment takes, end to end, by the operations. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyEndedReliances } from './apply-ended-reliances.ts';
import { approveFinding } from './approve-finding.ts';
import { endReliance } from './end-reliance.ts';
import { getReliances } from './get-reliances.ts';
import { listOperators } from './list-operators.ts';
import { markPrivileged } from './mark-privileged.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordReliance } from './record-reliance.ts';
import { AGREEMENT, openRelianceWorld, type RelianceWorld } from './reliance.fixture.ts';
import { refusedWith } from './world.fixture.ts';

let world: RelianceWorld;
let county: string;
beforeAll(async () => {
  world = await openRelianceWorld();
  county = await world.operator('bernalillo-county');
}, 60_000);
afterAll(() => world.close());

interface Content {
  reason: string;
  payload: { cause: { assessmentId: string; sequence: number; hash: string }; relied: { assessmentId: string }[] };
}
async function lastEvent(id: string) {
  const { rows } = await world.owner.query<{ kind: string; content: string; request_id: string; effective_at: string; name: string }>(
    `SELECT e.kind, e.content, e.request_id, e.effective_at::text, p.name FROM event e JOIN principal p ON p.id = e.actor_id
     WHERE e.stream_id = $1 ORDER BY e.sequence DESC LIMIT 1`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new Error('no event');
  return { ...row, content: JSON.parse(row.content) as Content };
}

test('a finding for the county reaches the city that relies on it, with an event of its own that names the cause', async () => {
  const city = await world.city('Albuquerque');
  await world.rely(city.id, [county]);
  expect((await world.now(city.id)).status).toBe(city.status);
  const found = await world.find(county, 'met', { effectiveOn: '2017-03-01' });
  const after = await world.now(city.id);
  expect(after.status).toBe('met');
  expect(after.reliesOn).toEqual([{ assessmentId: county, operator: 'Bernalillo County' }]);
  const event = await lastEvent(city.id);
  expect(event.kind).toBe('outcome_taken');
  expect(event.name).toBe('Proviso');
  expect(event.effective_at).toBe('2017-03-01 05:00:00+00');
  const { rows } = await world.owner.query<{ hash: string; sequence: number; request_id: string }>(
    'SELECT hash, sequence, request_id FROM event WHERE stream_id = $1 ORDER BY sequence DESC LIMIT 1',
    [county],
  );
  expect(event.content.payload.cause).toEqual({ assessmentId: county, sequence: found.version, hash: rows[0]?.hash });
  expect(event.request_id).toBe(rows[0]?.request_id);
  expect(event.content.payload.relied).toMatchObject([{ assessmentId: county, status: 'met' }]);
  // Reopening moves it back to review, and the next finding is taken again.
  await world.reopen(county);
  expect((await world.now(city.id)).status).toBe('under_review');
  expect((await lastEvent(city.id)).kind).toBe('outcome_reopened');
  await world.find(county, 'not_met');
  expect((await world.now(city.id)).status).toBe('not_met');
});

test('a reliance recorded after the finding takes it at once, and its end puts it back to review', async () => {
  const city = await world.city('Stockton');
  const sheriff = await world.operator('sjc-sheriff');
  await world.find(sheriff, 'partly_met', { effectiveOn: '2017-02-01' });
  const { relianceId, row } = await world.rely(city.id, [sheriff], { validFrom: '2017-06-01' });
  expect(row.status).toBe('partly_met');
  expect((await lastEvent(city.id)).effective_at).toBe('2017-06-01 04:00:00+00');
  const end = { endedOn: '2017-09-01', reason: 'The city opened a jail of its own.' };
  const ended = await endReliance(await world.as('analyst'), relianceId, row.version, end);
  expect(ended.status).toBe('under_review');
  expect(ended.reliesOn).toEqual([]);
  expect(await world.kinds(city.id)).toEqual(
    expect.arrayContaining(['reliance_recorded', 'outcome_taken', 'reliance_ended', 'outcome_reopened']),
  );
  // What held in between is still told.
  const then = await world.row(world.slug, 'Stockton', 'notice', { asOf: '2017-07-01' });
  expect([then.status, then.reliesOn.length]).toEqual(['partly_met', 1]);
  expect(await refusedWith(endReliance(await world.as('analyst'), relianceId, ended.version, end))).toBe('reliance_ended');
});

test('the city that runs a facility itself is one of those relied on, and its share is seen', async () => {
  const city = await world.city('Albuquerque', 'access');
  const [jail, own] = [await world.operator('bernalillo-county', 'access'), await world.operator('city-abq', 'access')];
  await world.rely(city.id, [jail, own]);
  await world.find(jail, 'met');
  expect((await world.now(city.id)).status).toBe(city.status);
  await world.find(own, 'partly_met');
  const after = await world.now(city.id);
  expect(after.status).toBe('partly_met');
  expect(after.reliesOn.map((item) => item.operator)).toHaveLength(2);
});

test('the agreement it rests on is named only to those who may read it, once it is privileged', async () => {
  const city = await world.city('Albuquerque');
  const shown = async (role: 'analyst' | 'counsel') => JSON.stringify((await getReliances(await world.as(role), city.id)).reliances);
  const { title = '', id = '' } = (await getReliances(await world.as('analyst'), city.id)).reliances[0]?.evidence ?? {};
  expect(await shown('analyst'), 'control').toContain(title);
  await markPrivileged(await world.as('counsel'), id, { privileged: true, reason: 'Between lawyer and client.' });
  expect(await shown('analyst')).not.toContain(title);
  expect(await shown('analyst')).toContain('Privileged item');
  expect(await shown('counsel')).toContain(title);
});

test('a direct finding stands against later findings, until a reviewer reopens it', async () => {
  const city = await world.city('San Bernardino');
  const sheriff = await world.operator('sbc-sheriff');
  await world.rely(city.id, [sheriff]);
  await world.find(sheriff, 'met');
  expect((await world.now(city.id)).status).toBe('met');
  // A reviewer sets the reliance aside: what the sheriff's finding becomes does not reach it now.
  await world.reopen(city.id);
  await world.reopen(sheriff);
  await world.find(sheriff, 'partly_met');
  expect((await world.now(city.id)).status).toBe('under_review');
  await world.find(city.id, 'not_met');
  await world.reopen(sheriff);
  await world.find(sheriff, 'met');
  expect((await world.now(city.id)).status).toBe('not_met');
  expect((await world.reopen(city.id)).status).toBe('met');
});

test('a waived city is skipped', async () => {
  const city = await world.city('Baltimore');
  const state = await world.operator('md-dpscs');
  await world.rely(city.id, [state]);
  const before = await world.now(city.id);
  const waive = { to: 'waived', reason: 'Signed.', newEvidence: AGREEMENT, details: { scope: 'All.', expiresOn: '2030-01-01' } };
  const { proposal, assessment } = await proposeFinding(await world.as('analyst'), city.id, before.version, waive);
  await approveFinding(await world.as('approver'), proposal.id, assessment.version, {});
  await world.find(state, 'not_met');
  expect((await world.now(city.id)).status).toBe('waived');
});

test('an agreement that runs out puts what was taken back to review, from the day after its last', async () => {
  const city = await world.city('Stockton');
  const state = await world.operator('city-abq');
  await world.find(state, 'met', { effectiveOn: '2017-02-01' });
  const { relianceId } = await world.rely(city.id, [state], { validTo: '2999-12-31' });
  expect((await world.now(city.id)).status).toBe('met');
  await applyEndedReliances(world.db);
  expect((await world.now(city.id)).status).toBe('met');
  // The clock moves on to the day after.
  await world.owner.query(`UPDATE reliance SET valid_to = '2018-06-30' WHERE id = $1`, [relianceId]);
  // What ran out before the last round was asked in it, and is not asked for ever.
  expect(await applyEndedReliances(world.db, '2018-07-02T04:00:00Z')).toBe(0);
  expect((await world.now(city.id)).status).toBe('met');
  expect(await applyEndedReliances(world.db, '2018-07-01T12:00:00Z')).toBe(1);
  expect((await world.now(city.id)).status).toBe('under_review');
  const event = await lastEvent(city.id);
  expect([event.kind, event.effective_at]).toEqual(['outcome_reopened', '2018-07-01 04:00:00+00']);
  expect(await applyEndedReliances(world.db)).toBe(0);
});

test('a direct finding under an agreement that ran out is left, and asked about no more than once', async () => {
  const city = await world.city('Stockton');
  const state = await world.operator('city-abq');
  const { relianceId } = await world.rely(city.id, [state], { validTo: '2999-12-31' });
  await world.reopen(city.id);
  await world.find(city.id, 'not_met');
  await world.owner.query(`UPDATE reliance SET valid_to = '2018-06-30' WHERE id = $1`, [relianceId]);
  const { version } = await world.now(city.id);
  expect(await applyEndedReliances(world.db)).toBe(1);
  expect(await applyEndedReliances(world.db, new Date().toISOString())).toBe(0);
  expect(await world.now(city.id)).toMatchObject({ status: 'not_met', version });
});

describe('what is refused', () => {
  const body = { rule: 'all', scope: 'Everybody.', validFrom: '2017-01-01', newEvidence: AGREEMENT };
  const record = async (id: string, on: string[], more: Record<string, unknown> = {}) =>
    refusedWith(recordReliance(await world.as('analyst'), id, (await world.now(id)).version, { ...body, reliesOn: on, ...more }));

  test('a circle, however long, in the operation and in SQL', async () => {
    const [a, b, c] = [
      await world.operator('sjc-sheriff', 'access'),
      await world.operator('sbc-sheriff', 'access'),
      await world.operator('md-dpscs', 'access'),
    ];
    await world.rely(a, [b]);
    await world.rely(b, [c]);
    expect(await record(c, [a])).toBe('circular_reliance');
    expect(await record(a, [a])).toBe('circular_reliance');
    const { rows } = await world.owner.query<{ id: string }>(
      `INSERT INTO reliance SELECT program_id, gen_random_uuid(), $1, rule, scope, valid_from, NULL, evidence_id, NULL, recorded_by_id, now()
       FROM reliance WHERE assessment_id = $2 RETURNING id`,
      [c, b],
    );
    const close = 'INSERT INTO reliance_part (program_id, reliance_id, assessment_id) VALUES ($1, $2, $3)';
    await expect(world.owner.query(close, [world.programId, rows[0]?.id, a])).rejects.toThrow('circular_reliance');
    // What passes down a chain: the finding for c reaches b, and from b it reaches a.
    await world.find(c, 'not_met');
    expect((await world.now(a)).status).toBe('not_met');
    const event = await lastEvent(a);
    expect(event.content.payload.cause.assessmentId).toBe(b);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['without an agreement or a booking', { newEvidence: undefined }, 'evidence_required'],
    ['from tomorrow', { validFrom: '2999-01-01' }, 'effective_in_future'],
    ['that ends before it begins', { validTo: '2016-12-31' }, 'invalid_request'],
    ['with an unknown field', { colour: 'red' }, 'invalid_request'],
    ['on a booking of somebody else', { bookingId: randomUUID() }, 'not_found'],
  ])('%s', async (_, more, code) => {
    const city = await world.city('Stockton', 'access');
    expect(await record(city.id, [await world.operator('sjc-sheriff', 'access')], more)).toBe(code);
  });

  test('relying on a city, on another condition, or on another program', async () => {
    const city = await world.city('Stockton', 'access');
    expect(await record(city.id, [(await world.city('Baltimore', 'access')).id])).toBe('not_found');
    expect(await record(city.id, [county])).toBe('not_found');
  });

  test('somebody without the right, and a stale version', async () => {
    const city = await world.city('Stockton', 'access');
    const on = [await world.operator('sjc-sheriff', 'access')];
    expect(await refusedWith(recordReliance(await world.as('reviewer'), city.id, city.version, { ...body, reliesOn: on }))).toBe(
      'forbidden',
    );
    expect(await refusedWith(recordReliance(await world.as('analyst'), city.id, city.version + 5, { ...body, reliesOn: on }))).toBe(
      'stale_version',
    );
  });
});

test('an idempotency key has one effect', async () => {
  const city = await world.city('Baltimore', 'access');
  const on = [await world.operator('md-dpscs', 'access')];
  const body = { reliesOn: on, rule: 'any', scope: 'Everybody.', validFrom: '2017-01-01', newEvidence: AGREEMENT };
  const keyed = await world.as('analyst', { key: randomUUID() });
  const first = await recordReliance(keyed, city.id, city.version, body);
  expect(await recordReliance(keyed, city.id, city.version, body)).toEqual(first);
});

test('who relies on a body counts among those that depend on it, though it must act for another', async () => {
  const dependents = async () => {
    const { items } = await listOperators(await world.as('viewer'), world.slug);
    return items.find(({ name }) => name === 'Bernalillo County')?.dependents.map(({ applicant }) => applicant) ?? [];
  };
  expect(await dependents()).not.toContain('San Bernardino');
  await world.rely((await world.city('San Bernardino')).id, [county]);
  expect(await dependents()).toContain('San Bernardino');
});
