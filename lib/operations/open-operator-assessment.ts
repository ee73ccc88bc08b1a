/** An operator is assessed on a condition as an applicant is: one assessment each, opened once. */
import type pg from 'pg';
import { z } from 'zod';
import { findOperatorAssessment, findOrganization, insertProgramOperator, isKnownOrganization } from '#lib/data/bodies.ts';
import { openAssessment } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

/**
 * Opens an operator's assessment inside a change, or finds the one it has.
 * @returns its id, and whether it is new
 * @throws AppError `not_found` for an organization or a condition that does not exist in the program, `invalid_request` for a condition
 *   that is not tracked
 */
export async function openOperatorAssessment(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  organizationId: string,
  conditionId: string,
): Promise<{ assessmentId: string; opened: boolean }> {
  // Two who open it at once: the second finds what the first made.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('proviso.operator-assessment'), hashtext($1))`, [`${program.id}${organizationId}`]);
  const organization = await findOrganization(tx, organizationId);
  if (!organization) throw notFound('The operator');
  const found = await findOperatorAssessment(tx, program.id, organizationId, conditionId);
  if (!found) throw notFound('The condition');
  if (found.assessmentId) return { assessmentId: found.assessmentId, opened: false };
  if (!found.tracked) {
    throw new AppError('invalid_request', `“${found.title}” is recorded and not tracked, so nobody is assessed on it.`, {
      field: 'conditionId',
    });
  }
  const assessmentId = newId();
  await insertProgramOperator(tx, program.id, organizationId);
  await openAssessment(tx, actOf(context), {
    programId: program.id,
    assessmentId,
    subjectKind: 'operator',
    applicationId: null,
    operatorId: organizationId,
    conditionId,
    conditionVersionId: found.versionId,
    sortName: organization.sortName,
    controlledElsewhere: false,
    responsible: [{ id: organizationId, role: 'primary' }],
  });
  return { assessmentId, opened: true };
}

const input = z.strictObject({ operatorId: z.uuid(), conditionId: z.uuid({ error: 'Choose a condition.' }) });

/** The act by itself. @throws AppError `not_found`, `forbidden`, `invalid_request` */
export async function openOperatorAssessmentAct(
  context: Context,
  slug: string,
  body: unknown,
): Promise<{ assessmentId: string; opened: boolean }> {
  const program = await getProgram(context, slug, 'manage_bodies');
  const given = parseInput(input, body);
  return write(context, `open-operator-assessment:${program.id}`, given, async (tx) => {
    if (!(await isKnownOrganization(tx, program.id, given.operatorId))) throw notFound('The operator');
    return openOperatorAssessment(tx, context, program, given.operatorId, given.conditionId);
  });
}
