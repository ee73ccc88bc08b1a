/** The ledger through the API: what auditors get, and that nobody else does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventProof } from './schemas/ledger.ts';
import { makeWorld, RECORD, type World } from './world.fixture.ts';

const LEDGER = `/programs/${RECORD}/ledger.ndjson`;
const NOBODY = '01890000-0000-7000-8000-000000000000';

let world: World;
let proofPath: string;
beforeAll(async () => {
  world = await makeWorld();
  proofPath = `/programs/${RECORD}/events/${(await world.assessment(RECORD, 0)).id}/1/proof`;
}, 60_000);
afterAll(() => world.close());

describe('an exported ledger', () => {
  test('is a file of lines, from the header to a footer that counts them', async () => {
    const answer = await world.get(LEDGER, { as: 'auditor' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="psp-2017-ledger.ndjson"');
    const lines = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ line: 'header', format: 'proviso/ledger/1', slug: RECORD });
    const events = lines.filter(({ line }) => line === 'event').length;
    expect(events).toBeGreaterThan(20);
    expect(lines.at(-1)).toMatchObject({ line: 'footer', events, unsealed: events, checkpoints: 0 });
  });

  test('asked for in parts, or left in the middle, gives the connection back', async () => {
    for (let n = 0; n < 30; n += 1) {
      const answer = await world.get(LEDGER, { as: 'auditor' });
      const reader = answer.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
    expect(world.db.pool.waitingCount).toBe(0);
    const whole = await world.get(LEDGER, { as: 'approver' });
    expect(whole.status).toBe(200);
    await whole.body?.cancel();
    expect(world.db.pool.idleCount).toBe(world.db.pool.totalCount);
  });
});

describe('a proof', () => {
  test('is what its schema says', async () => {
    const answer = await world.get(proofPath, { as: 'auditor' });
    expect(answer.status).toBe(200);
    expect(eventProof.parse(await answer.json())).toMatchObject({ sealed: false, event: { sequence: 1, kind: 'assessment_opened' } });
  });

  test.each(['/1x/proof', '/0/proof', '/99/proof', '/-1/proof'])('of %s is not found', async (end) => {
    expect((await world.get(proofPath.replace('/1/proof', end), { as: 'auditor' })).status).toBe(404);
    expect((await world.get(`/programs/${RECORD}/events/${NOBODY}/1/proof`, { as: 'auditor' })).status).toBe(404);
  });
});

describe('refusals', () => {
  test.each(['viewer', 'analyst', 'reviewer', 'admin'] as const)('%s may read neither', async (as) => {
    for (const path of [LEDGER, proofPath, `${LEDGER}?x=1`]) expect((await world.get(path, { as })).status, path).toBe(403);
  });

  test('nobody, an unknown program, an unknown parameter', async () => {
    for (const path of [LEDGER, proofPath]) {
      expect((await world.get(path, { as: 'nobody' })).status).toBe(401);
      expect((await world.get(path.replace(RECORD, 'nowhere'), { as: 'auditor' })).status).toBe(404);
      expect((await world.get(`${path}?x=1`, { as: 'auditor' })).status).toBe(400);
    }
  });
});
