/** Evidence linked to the assessments of a program, with where each item counts. */
import { type AssessmentLine, listAssessmentLines } from '#lib/data/assessment-lines.ts';
import { listEvidence as readEvidence } from '#lib/data/evidence.ts';
import { translated } from '#lib/data/transaction.ts';
import type { EvidenceClass } from '#lib/domain/evidence-class.ts';
import type { EvidenceView, Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { datedBy } from './dated-by.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface EvidenceItem extends EvidenceView {
  assessments: AssessmentLine[];
}

export interface EvidenceList {
  program: ProgramView;
  moment: Moment;
  items: EvidenceItem[];
  /** Classes that have an item at this moment, whatever is filtered. */
  classes: EvidenceClass[];
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listEvidence(
  context: Context,
  slug: string,
  query: MomentInput & { class?: EvidenceClass | undefined } = {},
): Promise<EvidenceList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, query);
  const organizationId = confinement(context, program.id);
  const lines = await translated(listAssessmentLines(context.db.pool, program, moment, { organizationId }));
  const visible = organizationId === null ? undefined : lines.map((line) => line.id);
  const all = await translated(readEvidence(context.db, program.id, moment.knownAt, visible));
  const had = datedBy(moment);
  const known = all.filter((item) => had(item.datedOn));
  return {
    program,
    moment,
    classes: [...new Set(known.map((item) => item.class))].sort(),
    items: known
      .filter((item) => !query.class || item.class === query.class)
      .map(({ assessmentIds, ...item }) => ({ ...item, assessments: lines.filter((line) => assessmentIds.includes(line.id)) })),
  };
}
