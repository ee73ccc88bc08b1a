/** What an operator is assessed on, who relies on that, what a finding would change, and what is needed to record more of it. */
import { listFacilities, listKnownOrganizations, listProgramApplicants } from '#lib/data/bodies.ts';
import { listOpenPropagations } from '#lib/data/propagations.ts';
import { listNamedAssessments, listOperatorAssessments, listReliances, type NamedAssessment } from '#lib/data/reliances.ts';
import { translated } from '#lib/data/transaction.ts';
import { may } from '#lib/domain/permission.ts';
import { OUTCOMES, type Outcome, type Stance, wouldBecome } from '#lib/domain/reliance.ts';
import type { Status } from '#lib/domain/status.ts';
import { type Context, confinement, requireActor } from './context.ts';
import { getOperator, type OperatorDossier } from './get-operator.ts';
import type { MomentInput } from './moment.ts';
import { type Following, followingOf, holdsOn } from './reliance-now.ts';

export interface Dependent {
  assessmentId: string;
  name: string;
  status: Status;
  stance: Stance;
  /** Others that its outcome rests on as well. */
  withOthers: number;
  /** Where it would stand with each finding for this operator. */
  would: Record<Outcome, Status>;
}

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

const wouldOf = (row: NamedAssessment, following: Following, assessmentId: string): Record<Outcome, Status> =>
  Object.fromEntries(
    OUTCOMES.map((finding) => [finding, wouldBecome({ status: row.status, ...following }, assessmentId, finding)]),
  ) as Record<Outcome, Status>;

/** Those that rely on an assessment at the moment, as far as the asker may see them. */
async function dependentsOf(context: Context, dossier: OperatorDossier, assessmentId: string): Promise<Dependent[]> {
  const { program, moment } = dossier;
  const { pool } = context.db;
  const confined = confinement(context, program.id);
  const reliances = await translated(listReliances(pool, { programId: program.id, moment, reliedIds: [assessmentId] }));
  const ids = [...new Set(reliances.filter((item) => holdsOn(item, moment.asOfOn)).map((item) => item.assessmentId))];
  if (ids.length === 0) return [];
  const named = (await translated(listNamedAssessments(pool, program.id, ids, moment))).filter(
    (row) => confined === null || row.organizationId === confined,
  );
  const following = await translated(
    followingOf(
      pool,
      program.id,
      named.map((row) => row.id),
      moment,
    ),
  );
  return named.flatMap((row) => {
    const own = following.get(row.id);
    if (!own) return [];
    const others = own.reliances.flatMap((item) => item.relied).filter((one) => one.assessmentId !== assessmentId);
    const { id, name, status } = row;
    return [{ assessmentId: id, name, status, stance: own.stance, withOthers: others.length, would: wouldOf(row, own, assessmentId) }];
  });
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
    const dependents = item.assessmentId === null ? [] : await dependentsOf(context, dossier, item.assessmentId);
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
