/** Reliances made through the API, and the last request of each that is refused: for the test of refusals. */
import { randomUUID } from 'node:crypto';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import { authenticateToken } from '#lib/operations/authenticate.ts';
import { openOperatorAssessmentAct } from '#lib/operations/open-operator-assessment.ts';
import { json, type World } from './world.fixture.ts';

type Send = () => Promise<Response>;

const relianceOf = (assessmentId: string, on: string) => ({
  assessmentId,
  reliesOn: [on],
  rule: 'all',
  scope: 'Everybody.',
  validFrom: '2017-01-01',
  newEvidence: { title: 'Agreement', class: 'C', url: 'https://example.gov/agreement' },
});

/** An operator's assessment in the practice copy, just opened. */
async function operatorAssessment(world: World, ref: string): Promise<string> {
  const { rows } = await world.db.pool.query<{ operatorId: string; conditionId: string }>(
    `SELECT o.id AS "operatorId", c.id AS "conditionId" FROM organization o, condition c JOIN program p ON p.id = c.program_id
     WHERE o.ref = $1 AND c.ref = 'access' AND p.slug = $2`,
    [ref, world.practice],
  );
  const actor = await authenticateToken(world.db, world.tokens.analyst);
  const now = () => instantFromDate(new Date());
  const context = { db: world.db, actor, requestId: randomUUID(), now, secret: '', idempotencyKey: null };
  return (await openOperatorAssessmentAct(context, world.practice, rows[0])).assessmentId;
}

async function rely(world: World, id: string, on: string): Promise<{ reliance: { id: string }; assessment: AssessmentRow }> {
  const response = await world.post(`/programs/${world.practice}/reliances`, { version: 1, body: relianceOf(id, on) });
  if (response.status !== 201) throw new Error(await response.text());
  return json(response);
}

/** Two operators, the second of which would rely on the first that relies on it. */
export async function closedCircle(world: World): Promise<Send> {
  const [a, b] = [await operatorAssessment(world, 'sbc-sheriff'), await operatorAssessment(world, 'sjc-sheriff')];
  await rely(world, a, b);
  return () => world.post(`/programs/${world.practice}/reliances`, { version: 1, body: relianceOf(b, a) });
}

/** A reliance that was ended, and would be ended again. */
export async function endedReliance(world: World): Promise<Send> {
  const [a, b] = [await operatorAssessment(world, 'md-dpscs'), await operatorAssessment(world, 'bernalillo-county')];
  const { reliance, assessment } = await rely(world, a, b);
  const body = { endedOn: '2018-01-01', reason: 'Revoked.' };
  const ended = await world.post(`/reliances/${reliance.id}/end`, { version: assessment.version, body });
  if (!ended.ok) throw new Error(await ended.text());
  const { version } = await json<AssessmentRow>(ended);
  return () => world.post(`/reliances/${reliance.id}/end`, { version, body });
}
