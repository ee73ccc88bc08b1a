/** The start of everything an organization does on its own page: for whom somebody answers, and which questions stand. */
import { type AnsweringSubject, listAnsweringSubjects } from '#lib/data/answering.ts';
import { listAssessments } from '#lib/data/assessments.ts';
import type { DraftOwner } from '#lib/data/drafts.ts';
import { isId } from '#lib/data/ids.ts';
import { listRequestsFor, type RequestView } from '#lib/data/letters.ts';
import { listConditions } from '#lib/data/programs.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import type { AssessmentRow, ConditionView, Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { datedBy } from './dated-by.ts';
import { getProgram } from './get-program.ts';

export interface Answering {
  program: ProgramView;
  organizationId: string;
  /** Null for an account that no organization was given to. */
  organization: string | null;
  subjects: AnsweringSubject[];
}

/**
 * Drafts are an organization's own: whoever also works for the funder in the program is let in to none, whatever other roles he has.
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`
 */
export async function requireAnswering(context: Context, slug: string, knownAt = context.now()): Promise<Answering> {
  const program = await getProgram(context, slug, 'respond');
  const organizationId = confinement(context, program.id);
  if (organizationId === null) {
    throw new AppError('forbidden', 'You hold another role in this program, so what an organization prepares is closed to you.');
  }
  const found = await translated(listAnsweringSubjects(context.db.pool, program.id, organizationId, knownAt));
  return { program, organizationId, ...found };
}

/** @throws AppError `not_found` for what the organization does not answer for */
export function requireSubject(answering: Answering, subjectId: string): { subject: AnsweringSubject; owner: DraftOwner } {
  const subject = isId(subjectId) ? answering.subjects.find(({ id }) => id === subjectId.toLowerCase()) : undefined;
  if (!subject) throw notFound('What you answer for');
  const { program, organizationId } = answering;
  return { subject, owner: { programId: program.id, organizationId, kind: subject.kind, subjectId: subject.id } };
}

export interface Question {
  condition: ConditionView;
  /** Null for a question that is asked and not tracked. */
  assessment: AssessmentRow | null;
  /** Each letter that asks it, with its words there, the newest first. */
  letters: { id: string; title: string; sentOn: string; signer: string | null; text: string; standing: string | null }[];
}

const MANY = 200;

/** Every question that stands for a subject, in the order of the conditions: what a letter asks, and what is assessed. */
export async function listQuestionsOf(
  { context, program }: { context: Context; program: ProgramView },
  subject: AnsweringSubject,
  moment: Moment,
): Promise<Question[]> {
  const { db } = context;
  const filters =
    subject.kind === 'application'
      ? { subject: subject.kind, applicationId: subject.id }
      : { subject: subject.kind, operatorId: subject.id };
  const [conditions, page] = await Promise.all([
    listConditions(db, program.id),
    translated(listAssessments(db.pool, { program, moment, filters, sort: 'applicant', descending: false, after: null, limit: MANY })),
  ]);
  const had = datedBy(moment);
  const lists = await Promise.all(page.items.map(({ id }) => listRequestsFor(db, program.id, id, moment)));
  const requests = [...new Map(lists.flat().map((request) => [request.id, request])).values()]
    .filter(({ sentOn }) => had(sentOn))
    .sort((a, b) => b.sentOn.localeCompare(a.sentOn) || b.id.localeCompare(a.id));
  return conditions.flatMap((condition) => {
    const assessment = page.items.find((row) => row.condition.ref === condition.ref) ?? null;
    const letters = requests.flatMap((request) => lettersOn(condition, request));
    return assessment || letters.length > 0 ? [{ condition, assessment, letters }] : [];
  });
}

const lettersOn = (condition: ConditionView, request: RequestView): Question['letters'] =>
  request.questions.filter(({ ref }) => ref === condition.ref).map(({ text }) => ({ ...inShort(request), text }));

const inShort = ({ id, title, sentOn, signer, standing }: RequestView) => ({ id, title, sentOn, signer, standing });
