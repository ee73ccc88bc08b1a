/** The bodies that run the facilities which a program's applicants book into. */
import { type OperatorView, listOperators as readOperators } from '#lib/data/applications.ts';
import { type AssessmentLine, listAssessmentLines } from '#lib/data/assessment-lines.ts';
import { listKnownOrganizations } from '#lib/data/bodies.ts';
import { listOperatorLinks, listOperatorsAsked, listProgramOperators, listReliants } from '#lib/data/operator-links.ts';
import { translated } from '#lib/data/transaction.ts';
import { may } from '#lib/domain/permission.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface OperatorSummary extends OperatorView {
  /** Applicants of this program that book there, as far as the asker may see them. */
  applicants: { applicationId: string; name: string }[];
  /** Assessments for which it must act, alone or with others, and those that rely on one of its own. */
  dependents: AssessmentLine[];
  /** A request to it is on record. */
  asked: boolean;
}

export interface OperatorList {
  program: ProgramView;
  moment: Moment;
  items: OperatorSummary[];
  /** Organizations that can be made an operator; empty for those who may not. */
  organizations: { id: string; name: string }[];
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listOperators(context: Context, slug: string, input: MomentInput = {}): Promise<OperatorList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const organizationId = confinement(context, program.id);
  const { pool } = context.db;
  const [operators, links, lines, asked, added, reliants] = await Promise.all([
    readOperators(context.db, program.id, organizationId),
    translated(listOperatorLinks(pool, program.id, moment, organizationId)),
    translated(listAssessmentLines(pool, program, moment, { organizationId })),
    translated(listOperatorsAsked(pool, program.id, moment, organizationId)),
    translated(listProgramOperators(pool, program.id, moment.knownAt, organizationId)),
    translated(listReliants(pool, program.id, moment)),
  ]);
  const relies = new Set(reliants.map(({ operatorId, assessmentId }) => `${operatorId} ${assessmentId}`));
  const items = operators
    .filter((operator) => added.has(operator.id) || links.some((link) => link.operatorId === operator.id))
    .map((operator) => ({
      ...operator,
      applicants: links
        .filter((link) => link.operatorId === operator.id)
        .map((link) => ({ applicationId: link.applicationId, name: link.applicant })),
      dependents: lines.filter(
        (line) => line.responsible.some((party) => party.id === operator.id) || relies.has(`${operator.id} ${line.id}`),
      ),
      asked: asked.has(operator.id),
    }));
  const mayManage = moment.live && organizationId === null && may(requireActor(context).grants, 'manage_bodies', program.id);
  return { program, moment, items, organizations: mayManage ? await translated(listKnownOrganizations(pool, program.id)) : [] };
}
