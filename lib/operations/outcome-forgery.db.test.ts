/** An outcome that follows from nothing, asked of the database by the serving role itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRelianceWorld, type RelianceWorld } from './reliance.fixture.ts';
import { addCities } from './reliance-cities.fixture.ts';

let world: RelianceWorld;
let sheriff: string;
beforeAll(async () => {
  world = await openRelianceWorld();
  sheriff = await world.operator('sjc-sheriff', 'notice');
  await world.find(sheriff, 'met', { effectiveOn: '2017-03-01' });
  // One outcome that was taken rightly, to be pretended to be the pattern of another.
  await world.rely((await world.city('Stockton', 'notice')).id, [sheriff]);
}, 60_000);
afterAll(() => world.close());

describe('nobody forges an outcome, as the serving role in SQL', () => {
  const forge = async (id: string, kind: string, payload: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    world.db.pool.query('SELECT record_status($1::jsonb)', [
      JSON.stringify({
        programId: world.programId,
        assessmentId: id,
        kind,
        actorId: (await world.as('analyst')).actor?.principalId,
        effectiveAt: '2017-03-01T05:00:00.000000Z',
        content: JSON.stringify({ reason: 'x', payload }),
        ...more,
      }),
    ]);
  const set = { status: 'met', expiresOn: null };

  test('a finding that no reliance gives, one that differs, one without its cause, and one by a pretended copy', async () => {
    const free = await world.city('Stockton', 'access');
    await expect(forge(free.id, 'outcome_taken', { set })).rejects.toThrow('needs_proposal');
    const city = await world.city('San Bernardino', 'access');
    await world.rely(city.id, [await world.operator('sbc-sheriff', 'access')]);
    await expect(forge(city.id, 'outcome_taken', { set, cause: { assessmentId: sheriff, sequence: 1, hash: 'x' } })).rejects.toThrow(
      'needs_proposal',
    );
    const { rows } = await world.owner.query<{ stream_id: string; sequence: number }>(
      `SELECT stream_id, sequence FROM event WHERE kind = 'outcome_taken' LIMIT 1`,
    );
    expect(rows).toHaveLength(1);
    const copyOf = { streamId: rows[0]?.stream_id, sequence: rows[0]?.sequence };
    await expect(forge(free.id, 'outcome_taken', { set }, { copyOf })).rejects.toThrow('needs_proposal');
  });

  test('take_outcomes takes only what follows, whoever calls it', async () => {
    const free = await world.city('Stockton', 'access');
    const before = await world.count('event');
    const targets = JSON.stringify([{ assessmentId: free.id, cause: {} }]);
    const act = JSON.stringify({ actorId: (await world.as('analyst')).actor?.principalId });
    const { rows } = await world.db.pool.query<{ r: unknown[] }>('SELECT take_outcomes($1, $2, $3) AS r', [world.programId, targets, act]);
    expect(rows[0]?.r).toEqual([]);
    expect(await world.count('event')).toBe(before);
  });

  test('what follows is taken with the event that it follows from, and with no other', async () => {
    const { version } = await world.now(sheriff);
    const [city = ''] = await addCities(world, 1, [sheriff]);
    const { rows } = await world.owner.query<{ hash: string }>('SELECT hash FROM event WHERE stream_id = $1 AND sequence = $2', [
      sheriff,
      version,
    ]);
    const act = JSON.stringify({ actorId: (await world.as('analyst')).actor?.principalId });
    const take = (cause: object) =>
      world.db.pool.query('SELECT take_outcomes($1, $2, $3)', [world.programId, JSON.stringify([{ assessmentId: city, cause }]), act]);
    const cause = { assessmentId: sheriff, sequence: version, hash: rows[0]?.hash };
    await expect(take({ ...cause, sequence: version - 1 })).rejects.toThrow('needs_proposal');
    await expect(take({})).rejects.toThrow('needs_proposal');
    expect(await world.kinds(city)).not.toContain('outcome_taken');
    await take(cause);
    expect(await world.kinds(city)).toContain('outcome_taken');
    const inner = world.db.pool.query(`SELECT proviso_record_status('{}', true)`);
    await expect(inner).rejects.toThrow('permission denied');
  });
});
