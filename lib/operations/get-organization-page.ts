/** Everything that somebody who answers for an organization is shown on its page, at one moment. */

import { listBookings } from '#lib/data/applications.ts';
import { type ClarificationView, listClarifications } from '#lib/data/clarifications.ts';
import { type Draft, findDraft } from '#lib/data/drafts.ts';
import { listMissing } from '#lib/data/events.ts';
import { listResponses } from '#lib/data/letters.ts';
import { listDeadlines } from '#lib/data/programs.ts';
import { listReceipts, type ReceiptRow } from '#lib/data/receipts.ts';
import { translated } from '#lib/data/transaction.ts';
import { seenAt } from '#lib/domain/as-of.ts';
import type { BusinessCalendar } from '#lib/domain/business-days.ts';
import type { ExplainedDeadline } from '#lib/domain/deadline-views.ts';
import type { DeadlineView, Moment, ProgramView, ResponseView, SubjectKind } from '#lib/domain/record.ts';
import { personOf } from './access.ts';
import { type Answering, listQuestionsOf, type Question, requireAnswering, requireSubject } from './answering.ts';
import { type Context, requireActor } from './context.ts';
import { datedBy } from './dated-by.ts';
import { getDeadline } from './get-deadline.ts';
import { type MomentInput, momentOf } from './moment.ts';
import { programCalendar } from './program-calendar.ts';

export interface OrganizationSubject {
  kind: SubjectKind;
  id: string;
  name: string;
  questions: (Question & {
    deadline: ExplainedDeadline | null;
    base: DeadlineView | null;
    missing: string | null;
    clarifications: ClarificationView[];
  })[];
  /** What the organization prepares; null while nothing is, and for any day but today. */
  draft: Draft | null;
  receipts: ReceiptRow[];
  /** Letters that came another way. */
  letters: ResponseView[];
}

export interface OrganizationPage {
  program: ProgramView;
  moment: Moment;
  /** By which business days are counted. */
  calendar: BusinessCalendar;
  organization: string | null;
  subjects: OrganizationSubject[];
  /** Bodies known to run a facility that this organization uses. */
  operators: { id: string; name: string }[];
  /** Whoever looks: he cannot sign off what he wrote last. */
  personId: string;
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function getOrganizationPage(context: Context, slug: string, input: MomentInput = {}): Promise<OrganizationPage> {
  const first = await requireAnswering(context, slug);
  const moment = momentOf(context, first.program, input);
  const answering = moment.live ? first : await requireAnswering(context, slug, moment.knownAt);
  const { program, organizationId, organization } = answering;
  const [calendar, receipts, deadlines, bookings] = await Promise.all([
    programCalendar(context.db.pool, program, moment),
    translated(listReceipts(context.db.pool, program.id, organizationId, moment.knownAt)),
    listDeadlines(context.db, program.id, organizationId),
    listBookings(context.db, [organizationId]),
  ]);
  const subjects = await Promise.all(
    answering.subjects.map(({ id }) => subjectPage(context, answering, id, { input, moment, receipts, deadlines })),
  );
  const known = (bookings.get(organizationId) ?? []).flatMap(({ operator }) =>
    operator && operator.id !== organizationId ? [operator] : [],
  );
  const operators = [...new Map(known.map(({ id, name }) => [id, { id, name }])).values()];
  return { program, moment, calendar, organization, subjects, operators, personId: personOf(requireActor(context)) };
}

interface Shared {
  input: MomentInput;
  moment: Moment;
  receipts: ReceiptRow[];
  deadlines: DeadlineView[];
}

async function subjectPage(context: Context, answering: Answering, id: string, shared: Shared): Promise<OrganizationSubject> {
  const { program } = answering;
  const { moment, deadlines } = shared;
  const { subject, owner } = requireSubject(answering, id);
  const questions = await listQuestionsOf({ context, program }, subject, moment);
  const ids = questions.flatMap(({ assessment }) => (assessment ? [assessment.id] : []));
  const tx = context.db.pool;
  const [draft, missing, clarifications, letters] = await Promise.all([
    moment.live ? translated(findDraft(tx, owner)) : null,
    translated(listMissing(tx, program.id, ids, moment)),
    translated(listClarifications(tx, program.id, ids, seenAt(moment))),
    subject.kind === 'application' ? listResponses(context.db, program.id, [subject.id], moment) : [],
  ]);
  // Only what is assessed has a deadline; each explains itself.
  const explained = await Promise.all(ids.map((assessmentId) => getDeadline(context, assessmentId, shared.input)));
  const receipts = shared.receipts.filter((row) => (row.applicationId ?? row.operatorId) === subject.id);
  const had = datedBy(moment);
  return {
    ...subject,
    questions: questions.map((question) => ({
      ...question,
      deadline: explained.find(({ assessmentId }) => assessmentId === question.assessment?.id) ?? null,
      base: deadlines.find(({ id: deadlineId }) => deadlineId === question.assessment?.deadlineId) ?? null,
      missing: question.assessment?.status === 'info_requested' ? (missing.get(question.assessment.id) ?? null) : null,
      clarifications: clarifications.filter(({ assessmentId }) => assessmentId === question.assessment?.id),
    })),
    draft,
    receipts,
    letters: letters.filter((letter) => had(letter.datedOn) && !receipts.some(({ responseId }) => responseId === letter.id)),
  };
}
