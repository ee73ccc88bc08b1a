/** Every city of the record takes its finding on "notice" from whoever runs its jail: for tests of who sees what of that. */
import { openOperatorAssessmentAct } from './open-operator-assessment.ts';
import { recordReliance } from './record-reliance.ts';
import type { World } from './world.fixture.ts';

const JAILS = [
  ['Albuquerque', 'bernalillo-county'],
  ['Baltimore', 'md-dpscs'],
  ['San Bernardino', 'sbc-sheriff'],
  ['Stockton', 'sjc-sheriff'],
] as const;

export async function relyEverywhere(world: World, slug: string): Promise<void> {
  const analyst = await world.as('analyst');
  for (const [city, ref] of JAILS) {
    const row = await world.row(slug, city, 'notice');
    const { rows } = await world.owner.query<{ operatorId: string; conditionId: string }>(
      `SELECT o.id AS "operatorId", c.id AS "conditionId" FROM organization o, condition c JOIN program p ON p.id = c.program_id
       WHERE o.ref = $1 AND p.slug = $2 AND c.ref = 'notice'`,
      [ref, slug],
    );
    const { assessmentId } = await openOperatorAssessmentAct(analyst, slug, rows[0]);
    await recordReliance(analyst, row.id, row.version, {
      reliesOn: [assessmentId],
      rule: 'all',
      scope: `Everybody arrested in ${city}.`,
      validFrom: '2017-01-01',
      newEvidence: { title: `Agreement of ${city}`, class: 'C', url: 'https://example.gov/agreement' },
    });
  }
}
