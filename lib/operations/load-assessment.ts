/** The start of every request that names an assessment: does it exist for the asker, and may it be done? */
import { findAssessment, findAssessmentHome } from '#lib/data/assessments.ts';
import { isId } from '#lib/data/ids.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import type { Action } from '#lib/domain/permission.ts';
import type { AssessmentRow, Moment, ProgramView } from '#lib/domain/record.ts';
import { authorizeAny, type Context, confinement, requireActor } from './context.ts';
import { getProgramById } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface AssessmentHome {
  program: ProgramView;
  id: string;
  applicationId: string | null;
  operatorId: string | null;
  organizationId: string;
  conditionId: string;
}

/**
 * @param what was asked for, where that hangs on the assessment: foreign and missing are refused in the same words
 * @throws AppError `unauthenticated`, `not_found` (missing, foreign or malformed id), `forbidden`
 */
export async function loadHome(context: Context, id: string, actions: readonly Action[], what = 'The assessment'): Promise<AssessmentHome> {
  requireActor(context);
  const home = isId(id) ? await translated(findAssessmentHome(context.db.pool, id)) : null;
  if (!home) throw notFound(what);
  const confined = confinement(context, home.programId);
  if (confined !== null && confined !== home.organizationId) throw notFound(what);
  authorizeAny(context, actions, home.programId, what);
  const program = await getProgramById(context, home.programId);
  return {
    program,
    id,
    applicationId: home.applicationId,
    operatorId: home.operatorId,
    organizationId: home.organizationId,
    conditionId: home.conditionId,
  };
}

/** One assessment at a moment. @throws AppError also when it was not known then */
export async function getAssessment(
  context: Context,
  id: string,
  input: MomentInput = {},
): Promise<{ home: AssessmentHome; moment: Moment; row: AssessmentRow }> {
  const home = await loadHome(context, id, ['read']);
  const moment = momentOf(context, home.program, input);
  const row = await translated(findAssessment(context.db.pool, home.program, id, moment));
  if (!row) throw notFound('The assessment');
  return { home, moment, row };
}
