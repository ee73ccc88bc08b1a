/** Many fictitious cities that rely on the same operators: for tests of how far one finding reaches. */
import { openAssessment, recordStatuses } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import type { RelianceWorld } from './reliance.fixture.ts';

/** Ids of the assessments, on the condition "notice", asked and not answered. */
export async function addCities(world: RelianceWorld, count: number, reliesOn: readonly string[]): Promise<string[]> {
  const act = { actorId: (await world.as('analyst')).actor?.principalId ?? '', onBehalfOfId: null, requestId: newId() };
  const { rows } = await world.owner.query<{ conditionId: string; versionId: string; applicationId: string }>(
    `SELECT c.id AS "conditionId", v.id AS "versionId", (SELECT id FROM application WHERE program_id = c.program_id LIMIT 1) AS "applicationId"
     FROM condition c JOIN condition_version v ON v.program_id = c.program_id AND v.condition_id = c.id WHERE c.program_id = $1 AND c.ref = 'notice'`,
    [world.programId],
  );
  const { conditionId = '', versionId = '', applicationId = '' } = rows[0] ?? {};
  const cities = Array.from({ length: count }, () => ({
    assessmentId: newId(),
    applicationId: newId(),
    organizationId: newId(),
    relianceId: newId(),
  }));
  const list = JSON.stringify(cities);
  const each = `FROM jsonb_to_recordset($1::jsonb) AS c ("assessmentId" uuid, "applicationId" uuid, "organizationId" uuid, "relianceId" uuid)`;
  await world.owner.query(
    `INSERT INTO organization (id, ref, name, sort_name, level) SELECT "organizationId", "organizationId"::text, 'City', 'city', 'city' ${each}`,
    [list],
  );
  await world.owner.query(
    `INSERT INTO application (program_id, id, organization_id, jurisdiction_id, basis, letter_on_record, grade, source_ids, sort_name, recorded_at)
     SELECT o.program_id, c."applicationId", c."organizationId", o.jurisdiction_id, o.basis, false, o.grade, '{}', 'city', clock_timestamp()
     ${each}, application o WHERE o.id = $2`,
    [list, applicationId],
  );
  await inTransaction(world.db, async (tx) => {
    for (const city of cities) {
      await openAssessment(tx, act, {
        programId: world.programId,
        assessmentId: city.assessmentId,
        subjectKind: 'application',
        applicationId: city.applicationId,
        operatorId: null,
        conditionId,
        conditionVersionId: versionId,
        sortName: 'city',
        // A finding of their own may rest on what they hand in themselves.
        controlledElsewhere: false,
        responsible: [],
      });
    }
    const event = {
      programId: world.programId,
      kind: 'status_changed' as const,
      reason: 'Asked.',
      payload: { from: 'not_started', to: 'requested' },
    };
    await recordStatuses(
      tx,
      act,
      cities.map(({ assessmentId }) => ({ ...event, assessmentId, patch: { status: 'requested' as const } })),
    );
  });
  if (reliesOn.length === 0) return cities.map((city) => city.assessmentId);
  await world.owner.query(
    `INSERT INTO reliance SELECT $2, "relianceId", "assessmentId", 'all', 'x', '2017-01-01', NULL, (SELECT id FROM evidence LIMIT 1), NULL, $3, clock_timestamp() ${each}`,
    [list, world.programId, act.actorId],
  );
  await world.owner.query(`INSERT INTO reliance_part SELECT $2, "relianceId", relied ${each}, unnest($3::uuid[]) relied`, [
    list,
    world.programId,
    reliesOn,
  ]);
  return cities.map((city) => city.assessmentId);
}
