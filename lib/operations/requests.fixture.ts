/** Letters to the four cities of a practice copy, for tests. */
import type { Context } from './context.ts';
import { getRequestForm } from './get-request-form.ts';
import type { World } from './world.fixture.ts';

export const QUESTIONS = [
  { condition: 'access', text: 'Is there a rule on access?' },
  { condition: 'notice', text: 'Is there a rule on notice?' },
];

/** A letter that asks these organizations both questions. */
export const letterTo = (organizationIds: readonly string[], more: object = {}) => ({
  title: 'Questions to the cities',
  sentOn: '2017-08-22',
  signer: 'A. Signer',
  recipients: organizationIds.map((organizationId) => ({ organizationId })),
  questions: QUESTIONS,
  dueOn: '2017-09-15',
  dueBasis: 'As the letter says.',
  ...more,
});

/** Organizations of a program by the place they applied for. */
export async function organizationsOf(context: Context, slug: string): Promise<Record<string, string>> {
  const { recipients } = await getRequestForm(context, slug);
  return Object.fromEntries(recipients.map(({ subjectName, organizationId }) => [subjectName.split(',')[0] ?? '', organizationId]));
}

export async function applicationOf(world: World, slug: string, place: string): Promise<string> {
  const { rows } = await world.owner.query<{ id: string }>(
    `SELECT ap.id FROM application ap JOIN program p ON p.id = ap.program_id JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     WHERE p.slug = $1 AND j.name = $2`,
    [slug, place],
  );
  return rows[0]?.id ?? '';
}

/** As a contributor of this organization. */
export async function contributorOf(world: World, organizationId: string): Promise<Context> {
  const context = await world.as('contributor');
  if (!context.actor) throw new Error('Nobody acts.');
  return { ...context, actor: { ...context.actor, grants: [{ role: 'contributor', programId: null, organizationId }] } };
}
