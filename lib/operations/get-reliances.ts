/** What an assessment relies on, whose finding it shows, and what is needed to record or end a reliance. */
import { type BookingFact, listBookingFacts } from '#lib/data/bodies.ts';
import { listOpenPropagations } from '#lib/data/propagations.ts';
import { listReliable, listReliances, type RelianceView } from '#lib/data/reliances.ts';
import { translated } from '#lib/data/transaction.ts';
import { may } from '#lib/domain/permission.ts';
import type { AssessmentRow, Moment, ProgramView } from '#lib/domain/record.ts';
import type { Stance } from '#lib/domain/reliance.ts';
import { type Context, confinement, requireActor } from './context.ts';
import { readerOf } from './evidence-reader.ts';
import { getAssessment } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';
import { followingOf, holdsOn } from './reliance-now.ts';

export interface ReliancePage {
  program: ProgramView;
  moment: Moment;
  row: AssessmentRow;
  reliances: (RelianceView & { holds: boolean })[];
  stance: Stance;
  /** The event by which somebody concluded on it directly or set the reliance aside. */
  setAsideBy: number | null;
  /** Findings of those relied on that have not reached everybody yet. */
  inProgress: { done: number; total: number }[];
  /** For the form; empty for those who may not record one. */
  choices: { assessmentId: string; operatorId: string; operator: string; status: AssessmentRow['status'] }[];
  bookings: (BookingFact & { operators: string[] })[];
  mayManage: boolean;
}

/** @throws AppError `unauthenticated`, `not_found` */
export async function getReliances(context: Context, id: string, input: MomentInput = {}): Promise<ReliancePage> {
  const { home, moment, row } = await getAssessment(context, id, input);
  const { program } = home;
  const { pool } = context.db;
  const mayManage = moment.live && may(requireActor(context).grants, 'manage_bodies', program.id);
  const [reliances, following] = await Promise.all([
    translated(
      listReliances(pool, {
        programId: program.id,
        moment,
        assessmentIds: [id],
        privileged: readerOf(context, program.id).privileged,
      }),
    ),
    translated(followingOf(pool, program.id, [id], moment)),
  ]);
  const own = following.get(id);
  const reliedIds = reliances.flatMap((item) => item.relied.map((one) => one.assessmentId));
  const confined = confinement(context, program.id) !== null;
  const manages = mayManage && !confined;
  const choices = manages
    ? (await translated(listReliable(pool, program.id, home.conditionId))).filter((item) => item.assessmentId !== id)
    : [];
  return {
    program,
    moment,
    row,
    reliances: reliances.map((item) => ({ ...item, holds: holdsOn(item, moment.asOfOn) })),
    stance: own?.stance ?? 'following',
    setAsideBy: own?.setAsideBy ?? null,
    inProgress: moment.live && reliedIds.length > 0 ? await translated(listOpenPropagations(pool, program.id, reliedIds)) : [],
    choices,
    bookings: manages ? runByOneOf(await translated(listBookingFacts(pool, home.organizationId)), choices) : [],
    mayManage,
  };
}

/** Bookings into places that one of the bodies runs or ran, with its name: others say nothing about them. */
const runByOneOf = (bookings: readonly BookingFact[], choices: ReliancePage['choices']): ReliancePage['bookings'] =>
  bookings.flatMap((booking) => {
    const ids = new Set(booking.operations.map(({ operatorId }) => operatorId));
    const operators = choices.filter(({ operatorId }) => ids.has(operatorId)).map(({ operator }) => operator);
    return operators.length > 0 ? [{ ...booking, operators }] : [];
  });
