import { json, type World } from './world.fixture.ts';

/** A letter that was rescinded, and the body that would rescind it again. */
export async function rescindedLetter(world: World): Promise<{ path: string; body: unknown }> {
  const row = await world.assessment(world.practice, 0);
  const { rows } = await world.db.pool.query<{ id: string }>('SELECT organization_id AS id FROM application WHERE id = $1', [
    row.subject.id,
  ]);
  const letter = {
    title: 'Questions',
    sentOn: '2017-08-20',
    dueOn: '2017-09-20',
    dueBasis: 'As the letter says.',
    recipients: [{ organizationId: rows[0]?.id }],
    questions: [{ condition: row.condition.ref, text: 'Is there a rule?' }],
  };
  const sent = await world.post(`/programs/${world.practice}/requests`, { body: letter });
  if (sent.status !== 201) throw new Error(await sent.text());
  const { requestId } = await json<{ requestId: string }>(sent);
  const path = `/requests/${requestId}/rescind`;
  const body = { rescindedOn: '2017-08-22', reason: 'Sent in error.' };
  if (!(await world.post(path, { body })).ok) throw new Error('It was not rescinded.');
  return { path, body };
}
