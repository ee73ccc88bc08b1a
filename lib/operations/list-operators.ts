/** The bodies that run the facilities which a program's applicants book into. */
import { type OperatorView, listOperators as readOperators } from '#lib/data/applications.ts';
import { type AssessmentLine, listAssessmentLines } from '#lib/data/assessment-lines.ts';
import { listOperatorLinks, listOperatorsAsked } from '#lib/data/operator-links.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface OperatorSummary extends OperatorView {
  /** Applicants of this program that book there, as far as the asker may see them. */
  applicants: { applicationId: string; name: string }[];
  /** Assessments for which it must act, alone or with others. */
  dependents: AssessmentLine[];
  /** A request to it is on record. */
  asked: boolean;
}

export interface OperatorList {
  program: ProgramView;
  moment: Moment;
  items: OperatorSummary[];
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listOperators(context: Context, slug: string, input: MomentInput = {}): Promise<OperatorList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const organizationId = confinement(context, program.id);
  const { pool } = context.db;
  const [operators, links, lines, asked] = await Promise.all([
    readOperators(context.db, organizationId),
    translated(listOperatorLinks(pool, program.id, moment.knownAt, organizationId)),
    translated(listAssessmentLines(pool, program, moment, { organizationId })),
    translated(listOperatorsAsked(pool, program.id, moment, organizationId)),
  ]);
  const items = operators
    .filter((operator) => links.some((link) => link.operatorId === operator.id))
    .map((operator) => ({
      ...operator,
      applicants: links
        .filter((link) => link.operatorId === operator.id)
        .map((link) => ({ applicationId: link.applicationId, name: link.applicant })),
      dependents: lines.filter((line) => line.responsible.some((party) => party.id === operator.id)),
      asked: asked.has(operator.id),
    }));
  return { program, moment, items };
}
