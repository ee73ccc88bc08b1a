/** A finding is taken back from a day after it began; further back it would vanish from the record. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordStatus } from './record-status.ts';
import { openRelianceWorld, type RelianceWorld } from './reliance.fixture.ts';

let world: RelianceWorld;
beforeAll(async () => {
  world = await openRelianceWorld();
}, 60_000);
afterAll(() => world.close());

test('a date that is not after the finding is refused with the day from which it holds', async () => {
  const { id } = await world.city('Stockton');
  const { version } = await world.find(id, 'met', { effectiveOn: '2017-09-05' });
  const reviewer = await world.as('reviewer');
  const reopen = (effectiveOn: string) =>
    recordStatus(reviewer, id, version, { to: 'under_review', reason: 'New evidence.', details: { cause: 'new_evidence' }, effectiveOn });
  for (const early of ['2017-09-04', '2017-09-05']) {
    const refused: unknown = await reopen(early).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'needs_proposal', details: { field: 'effectiveOn' } });
    expect(String(refused)).toContain('not after the finding, which holds from September 5, 2017 on. Choose a day after ');
  }
  // It was taken up when this ran, and from then on somebody has it in hand.
  expect(String(await reopen('2017-09-06').catch((error: unknown) => error))).toContain('within what is on record of the finding');
  const { status } = await recordStatus(reviewer, id, version, {
    to: 'under_review',
    reason: 'New evidence.',
    details: { cause: 'new_evidence' },
  });
  expect(status).toBe('under_review');
});
