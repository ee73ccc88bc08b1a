/** What the test of confinement needs to have something to hide: work on every city of a practice copy. */
import { addNote } from './add-note.ts';
import { sayAndAsk } from './exchange.fixture.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordLetter } from './record-letter.ts';
import { recordStatus } from './record-status.ts';
import type { World } from './world.fixture.ts';

/** Notes, a date of their own, a letter and a proposal: what the loaded record does not have. */
export async function workOnEveryCity(world: World, slug: string): Promise<void> {
  const analyst = await world.as('analyst');
  for (const [index, city] of ['Albuquerque', 'Baltimore', 'San Bernardino', 'Stockton'].entries()) {
    const access = await world.row(slug, city, 'access');
    await addNote(analyst, access.id, { body: `A remark on ${city}.` });
    await sayAndAsk(world, slug, city, access.id);
    const letter = {
      applicationId: access.subject.id,
      class: 'B',
      answeredBy: 'body_in_control',
      url: 'https://example.gov/policy',
      counts: 'no',
      answers: [{ condition: 'access', answer: 'not_addressed' }],
    };
    await recordLetter(analyst, slug, letter);
    const reviewed = await move(world, slug, city, 'access', {
      to: 'under_review',
      reason: 'Taken up.',
      details: { reminders: 'August 21, 2017' },
    });
    const evidence = await world.owner.query<{ id: string }>(`SELECT evidence_id AS id FROM evidence_link WHERE assessment_id = $1`, [
      access.id,
    ]);
    await proposeFinding(analyst, access.id, reviewed.version, {
      to: 'not_met',
      reason: 'As the policy says.',
      details: { unmet: 'All of it.', objection: 'In writing.' },
      evidenceIds: evidence.rows.map(({ id }) => id),
    });
    await move(world, slug, city, 'notice', { to: 'under_review', reason: 'Taken up.', details: { reminders: 'August 21, 2017' } });
    await move(world, slug, city, 'notice', {
      to: 'info_requested',
      reason: 'Something is missing.',
      details: { missing: 'The policy.', dueOn: `2027-01-1${index}` },
    });
  }
}

async function move(world: World, slug: string, city: string, condition: string, body: unknown) {
  const row = await world.row(slug, city, condition);
  return recordStatus(await world.as('analyst'), row.id, row.version, body);
}
