/** One operator in a program: what it runs, who books there, what depends on it, and what it said. */
import { listBookings, type OperatorView, listOperators as readOperators } from '#lib/data/applications.ts';
import { type AssessmentLine, listAssessmentLines } from '#lib/data/assessment-lines.ts';
import { isId } from '#lib/data/ids.ts';
import { listOperatorLinks, listOperatorsAsked, listProgramOperators, type OperatorLink } from '#lib/data/operator-links.ts';
import { listConditions } from '#lib/data/programs.ts';
import { listRecordEntries } from '#lib/data/record.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import type { ConditionView, FacilityView, Moment, ProgramView, RecordEntryView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { datedBy } from './dated-by.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';
import { visibleEntries } from './visible-entries.ts';

export interface OperatorDossier {
  program: ProgramView;
  moment: Moment;
  operator: OperatorView;
  conditions: ConditionView[];
  bookings: { applicationId: string; applicant: string; facility: FacilityView }[];
  /** Assessments for which it must act, alone or with others. */
  dependents: AssessmentLine[];
  /** A request to it is on record. */
  asked: boolean;
  positions: RecordEntryView[];
  /** What it said or did, as the record has it. */
  entries: RecordEntryView[];
}

/** @throws AppError `unauthenticated`, `not_found` (also for an operator of no concern to the program), `forbidden`, `invalid_request`, `as_of_in_future` */
export async function getOperator(context: Context, slug: string, id: string, input: MomentInput = {}): Promise<OperatorDossier> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const organizationId = confinement(context, program.id);
  const { db } = context;
  const links = isId(id) ? await linksTo(context, program, moment, id) : [];
  const added = await translated(listProgramOperators(db.pool, program.id, moment.knownAt, organizationId));
  const [operator] = links.length > 0 || added.has(id) ? await readOperators(db, program.id, organizationId, id) : [];
  if (!operator) throw notFound('The operator');
  const [conditions, bookings, dependents, asked, entries] = await Promise.all([
    listConditions(db, program.id),
    listBookings(
      db,
      links.map((link) => link.organizationId),
    ),
    translated(listAssessmentLines(db.pool, program, moment, { responsibleId: id, organizationId })),
    translated(listOperatorsAsked(db.pool, program.id, moment, organizationId)),
    listRecordEntries(db, { programId: program.id, moment }),
  ]);
  const had = datedBy(moment);
  const seen = new Set(links.map((link) => link.applicationId));
  const own = visibleEntries(entries, organizationId === null ? null : seen).filter(
    (entry) => had(entry.sortOn) && entry.subjects.some((subject) => subject.operatorId === id && seen.has(subject.applicationId)),
  );
  return {
    program,
    moment,
    operator,
    conditions,
    dependents,
    asked: asked.has(id),
    bookings: links.flatMap((link) =>
      (bookings.get(link.organizationId) ?? [])
        .filter((facility) => facility.operator?.id === id)
        .map((facility) => ({ applicationId: link.applicationId, applicant: link.applicant, facility })),
    ),
    positions: own.filter((entry) => entry.kind === 'position'),
    entries: own.filter((entry) => entry.kind !== 'position'),
  };
}

async function linksTo(context: Context, program: ProgramView, moment: Moment, operatorId: string): Promise<OperatorLink[]> {
  const links = await translated(listOperatorLinks(context.db.pool, program.id, moment, confinement(context, program.id)));
  return links.filter((link) => link.operatorId === operatorId);
}
