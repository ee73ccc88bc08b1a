/** Those that rely on an operator's assessment, and what a finding there would make of them. */
import { listNamedAssessments, listReliances, type NamedAssessment } from '#lib/data/reliances.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { OUTCOMES, type Outcome, type Stance, wouldBecome } from '#lib/domain/reliance.ts';
import type { Status } from '#lib/domain/status.ts';
import { type Context, confinement } from './context.ts';
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

const wouldOf = (row: NamedAssessment, following: Following, assessmentId: string): Record<Outcome, Status> =>
  Object.fromEntries(
    OUTCOMES.map((finding) => [finding, wouldBecome({ status: row.status, ...following }, assessmentId, finding)]),
  ) as Record<Outcome, Status>;

/** Those that rely on an assessment at the moment, as far as the asker may see them. */
export async function dependentsOf(
  { program, moment }: { program: ProgramView; moment: Moment },
  assessmentId: string,
  context: Context,
): Promise<Dependent[]> {
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
