/** What changed since a day: what was recorded from its beginning on, one group per assessment. */
import { type ChangeRow, listChangeEvents, listStatusesAt } from '#lib/data/changes.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { fromMicros, isLocalDate, startOfDay, toMicros } from '#lib/domain/time.ts';
import { type Context, confinement } from './context.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface ChangesQuery extends MomentInput {
  /** A day in the program's zone, `YYYY-MM-DD`. */
  since: string;
  /** Narrow the places and the condition, as in a list of assessments. */
  condition?: string | undefined;
  state?: string | undefined;
  q?: string | undefined;
}

export interface AssessmentChange {
  assessmentId: string;
  subject: string;
  condition: { ref: string; title: string };
  /** What was on record when the day began; null when the assessment was not. */
  from: Status | null;
  /** What is on record now, at the moment asked about; null when it did not hold yet. */
  to: Status | null;
  /** Newest first. */
  events: Omit<ChangeRow, 'assessmentId' | 'subject' | 'condition' | 'conditionRef'>[];
}

export interface ChangeList {
  program: ProgramView;
  moment: Moment;
  /** The most recently changed assessment first. */
  items: AssessmentChange[];
  /** More was recorded than is listed. */
  more: boolean;
}

const MOST = 500;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listChanges(context: Context, slug: string, query: ChangesQuery): Promise<ChangeList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, query);
  if (!isLocalDate(query.since)) throw new AppError('invalid_request', 'since: not a date; write YYYY-MM-DD.', { field: 'since' });
  const since = startOfDay(query.since, program.zone);
  const before = fromMicros(toMicros(since) - 1n);
  return inTransaction(
    context.db,
    async (tx) => {
      const asked = {
        programId: program.id,
        since,
        knownAt: moment.knownAt,
        asOf: moment.asOf,
        organizationId: confinement(context, program.id),
        condition: query.condition,
        state: query.state,
        q: query.q,
        limit: MOST + 1,
      };
      const events = await listChangeEvents(tx, asked);
      const shown = events.slice(0, MOST);
      const ids = [...new Set(shown.map(({ assessmentId }) => assessmentId))];
      const from = await listStatusesAt(tx, program.id, ids, moment.asOf, before);
      const to = await listStatusesAt(tx, program.id, ids, moment.asOf, moment.knownAt);
      return { program, moment, items: grouped(shown, from, to), more: events.length > MOST };
    },
    'REPEATABLE READ',
  );
}

function grouped(rows: ChangeRow[], from: Map<string, Status>, to: Map<string, Status>): AssessmentChange[] {
  return [...Map.groupBy(rows, (row) => row.assessmentId)].flatMap(([assessmentId, [first, ...rest]]) => {
    if (!first) return [];
    return [
      {
        assessmentId,
        subject: first.subject,
        condition: { ref: first.conditionRef, title: first.condition },
        from: from.get(assessmentId) ?? null,
        to: to.get(assessmentId) ?? null,
        events: [first, ...rest].map(({ sequence, kind, actor, from: was, to: became, effectiveAt, recordedAt }) => ({
          sequence,
          kind,
          actor,
          from: was,
          to: became,
          effectiveAt,
          recordedAt,
        })),
      },
    ];
  });
}
