/** A page of assessments: filters, sort and cursor over one program at one moment. */
import type { AssessmentFilters } from '#lib/data/assessment-filters.ts';
import { listAssessments as readPage, type SortKey } from '#lib/data/assessments.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Flag } from '#lib/domain/flag.ts';
import type { AssessmentRow, Moment, ProgramView, SubjectKind } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { type Context, confinement } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface AssessmentQuery extends MomentInput {
  status?: Status[] | undefined;
  condition?: string | undefined;
  state?: string | undefined;
  flag?: Flag | undefined;
  assignee?: string | undefined;
  subject?: SubjectKind | undefined;
  q?: string | undefined;
  applicationId?: string | undefined;
  operatorId?: string | undefined;
  sort?: SortKey | undefined;
  descending?: boolean | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface AssessmentList {
  program: ProgramView;
  moment: Moment;
  items: AssessmentRow[];
  nextCursor: string | null;
}

const DEFAULT_LIMIT = 50;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listAssessments(context: Context, slug: string, query: AssessmentQuery): Promise<AssessmentList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, query);
  const filters = toFilters(query, confinement(context, program.id));
  const sort = query.sort ?? 'applicant';
  const descending = query.descending ?? false;
  // An instant that was not given is "now", whenever the next page is asked for.
  const identity = [program.id, filters, sort, descending, query.asOf || 'now', query.knownAt || 'now'];
  const after = query.cursor ? decodeCursor(context.secret, identity, query.cursor) : null;
  const page = await translated(
    readPage(context.db.pool, { program, moment, filters, sort, descending, after, limit: query.limit ?? DEFAULT_LIMIT }),
  );
  return { program, moment, items: page.items, nextCursor: page.next ? encodeCursor(context.secret, identity, page.next) : null };
}

export function toFilters(query: AssessmentQuery, organizationId: string | null): AssessmentFilters {
  const { status, condition, state, flag, assignee, q, applicationId, operatorId } = query;
  return {
    subject: query.subject ?? 'application',
    ...(status && status.length > 0 ? { status } : {}),
    ...(condition ? { condition } : {}),
    ...(state ? { state } : {}),
    ...(flag ? { flag } : {}),
    ...(assignee ? { assignee } : {}),
    ...(q ? { q } : {}),
    ...(applicationId ? { applicationId } : {}),
    ...(operatorId ? { operatorId } : {}),
    ...(organizationId ? { organizationId } : {}),
  };
}
