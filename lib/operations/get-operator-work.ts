/** What an operator is assessed on, who relies on that, what a finding would change, and what is needed to record more of it. */
import { listFacilities, listKnownOrganizations, listProgramApplicants } from '#lib/data/bodies.ts';
import { listOpenPropagations } from '#lib/data/propagations.ts';
import { listOperatorAssessments } from '#lib/data/reliances.ts';
import { translated } from '#lib/data/transaction.ts';
import { may } from '#lib/domain/permission.ts';
import type { Status } from '#lib/domain/status.ts';
import { type Context, confinement, requireActor } from './context.ts';
import { type Dependent, dependentsOf } from './dependents.ts';
import { getOperator, type OperatorDossier } from './get-operator.ts';
import type { MomentInput } from './moment.ts';

export interface OperatorAssessment {
  conditionId: string;
  title: string;
  tracked: boolean;
  assessmentId: string | null;
  status: Status | null;
  dependents: Dependent[];
  /** A finding on its way to those that rely on it. */
  inProgress: { done: number; total: number } | null;
}

export interface OperatorWork {
  dossier: OperatorDossier;
  assessments: OperatorAssessment[];
  mayManage: boolean;
  /** For the forms; empty for those who may not record. */
  organizations: { id: string; name: string }[];
  facilities: { id: string; name: string; operationId: string | null }[];
  applicants: { id: string; name: string }[];
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function getOperatorWork(context: Context, slug: string, id: string, input: MomentInput = {}): Promise<OperatorWork> {
  const dossier = await getOperator(context, slug, id, input);
  const { program, moment } = dossier;
  const { pool } = context.db;
  const confined = confinement(context, program.id);
  // What an operator is assessed on is its own affair and that of those who assess it.
  const own = confined === null || confined === id ? await translated(listOperatorAssessments(pool, program.id, id, moment)) : [];
  const opened = own.flatMap((item) => item.assessmentId ?? []);
  const open = moment.live && opened.length > 0 ? await translated(listOpenPropagations(pool, program.id, opened)) : [];
  const assessments: OperatorAssessment[] = [];
  for (const item of own) {
    const dependents = item.assessmentId === null ? [] : await dependentsOf(dossier, item.assessmentId, context);
    assessments.push({ ...item, dependents, inProgress: open.find((one) => one.assessmentId === item.assessmentId) ?? null });
  }
  const mayManage = moment.live && confined === null && may(requireActor(context).grants, 'manage_bodies', program.id);
  return {
    dossier,
    assessments,
    mayManage,
    organizations: mayManage ? await translated(listKnownOrganizations(pool, program.id)) : [],
    facilities: mayManage ? await translated(listFacilities(pool)) : [],
    applicants: mayManage ? await translated(listProgramApplicants(pool, program.id)) : [],
  };
}
