/** A contributor answers for one organization: what it may write, and that everything else is refused or does not exist. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addNote } from './add-note.ts';
import type { Context } from './context.ts';
import { correctStatus } from './correct-status.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordLetter } from './record-letter.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let organizationId: string;
beforeAll(async () => {
  world = await openWorld();
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
  const { rows } = await world.owner.query<{ id: string }>(`SELECT id FROM organization WHERE ref = 'stockton-ca-police'`);
  organizationId = rows[0]?.id ?? '';
});
afterAll(() => world.close());

async function contributor(key?: string): Promise<Context> {
  const context = await world.as('contributor', key === undefined ? {} : { key });
  if (!context.actor) throw new Error('Nobody acts.');
  return { ...context, actor: { ...context.actor, grants: [{ role: 'contributor', programId: null, organizationId }] } };
}

const ANSWER = {
  to: 'submitted',
  reason: 'Our answer.',
  details: { answer: 'in_part', receivedOn: '2017-08-20' },
  newEvidence: { title: 'Letter of the city', class: 'G', url: 'https://example.gov/letter' },
};
const evidenceOf = async (place: string): Promise<string> => {
  const row = await world.row(slug, place, 'access');
  const { rows } = await world.owner.query<{ id: string }>('SELECT evidence_id AS id FROM evidence_link WHERE assessment_id = $1', [
    row.id,
  ]);
  return rows[0]?.id ?? '';
};

describe('an answer', () => {
  test('is recorded for the own organization, once for one key', async () => {
    const row = await world.row(slug, 'Stockton', 'access');
    const before = await world.count('event');
    const first = await recordStatus(await contributor('answer-1'), row.id, row.version, ANSWER);
    const after = await world.count('event');
    expect(first.status).toBe('submitted');
    expect(after).toBeGreaterThan(before);
    expect(await recordStatus(await contributor('answer-1'), row.id, row.version, ANSWER)).toEqual(first);
    expect(await world.count('event')).toBe(after);
    const other = { ...ANSWER, reason: 'Another answer.' };
    expect(await refusedWith(recordStatus(await contributor('answer-1'), row.id, row.version, other))).toBe('idempotency_key_reused');
    // The key of one person is not that of another: an analyst's request with it is his own.
    expect(await refusedWith(recordStatus(await world.as('analyst', { key: 'answer-1' }), row.id, row.version, ANSWER))).toBe(
      'stale_version',
    );
  });

  test('for another organization does not exist, whatever the key or the version', async () => {
    const row = await world.row(slug, 'Albuquerque', 'access');
    const before = await world.count('event');
    for (const [key, version] of [
      ['answer-1', row.version],
      ['answer-2', row.version],
      ['answer-3', 999],
    ] as const)
      expect(await refusedWith(recordStatus(await contributor(key), row.id, version, ANSWER))).toBe('not_found');
    expect(await world.count('event')).toBe(before);
    const { status } = await recordStatus(await world.as('analyst'), row.id, row.version, ANSWER);
    expect(status).toBe('submitted');
  });

  test("cannot rest on another organization's evidence", async () => {
    const row = await world.row(slug, 'Stockton', 'notice');
    const { newEvidence: _, ...rest } = ANSWER;
    const body = (id: string) => ({ ...rest, evidenceIds: [id] });
    expect(await refusedWith(recordStatus(await contributor(), row.id, row.version, body(await evidenceOf('Baltimore'))))).toBe(
      'not_found',
    );
    const own = await recordStatus(await contributor(), row.id, row.version, body(await evidenceOf('Stockton')));
    expect(own.status).toBe('submitted');
  });
});

test('everything else on the own assessment is forbidden, and on another one does not exist', async () => {
  const context = await contributor();
  for (const [place, code] of [
    ['Stockton', 'forbidden'],
    ['San Bernardino', 'not_found'],
  ] as const) {
    const row = await world.row(slug, place, 'notice');
    const change = { to: 'under_review', reason: 'Taken up.' };
    expect(await refusedWith(recordStatus(context, row.id, row.version, change))).toBe(code);
    expect(await refusedWith(addNote(context, row.id, { body: 'A remark.' }))).toBe(code);
    expect(await refusedWith(proposeFinding(context, row.id, row.version, { to: 'met', reason: 'Met.' }))).toBe(code);
    expect(
      await refusedWith(correctStatus(context, row.id, row.version, { corrects: row.version, to: 'requested', reason: 'Wrong.' })),
    ).toBe(code);
  }
  const row = await world.row(slug, 'Stockton', 'access');
  const letter = { applicationId: row.subject.id, url: 'https://example.gov/letter', answers: [{ condition: 'access', answer: 'yes' }] };
  expect(await refusedWith(recordLetter(context, slug, letter))).toBe('forbidden');
  expect(await refusedWith(makePracticeCopy(context, slug))).toBe('forbidden');
});
