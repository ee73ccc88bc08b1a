/** What the forms of evidence offer: assessments that an item can be put on, and items that can take another's place. */
import { listAssessmentLines } from '#lib/data/assessment-lines.ts';
import { listEvidence } from '#lib/data/evidence-list.ts';
import { translated } from '#lib/data/transaction.ts';
import { type Context, confinement } from './context.ts';
import { readerOf } from './evidence-reader.ts';
import { getProgram } from './get-program.ts';
import { liveMoment } from './moment.ts';

export interface EvidenceForm {
  assessments: { id: string; applicationId: string; label: string }[];
  /** Newest first. */
  items: { id: string; label: string }[];
}

/** More boxes than these help nobody: whoever adds evidence to one of more begins on its own page. */
const OFFERED = 200;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function getEvidenceForm(context: Context, slug: string): Promise<EvidenceForm> {
  const program = await getProgram(context, slug, 'add_evidence');
  const moment = liveMoment(context, program);
  const organizationId = confinement(context, program.id);
  const [lines, items] = await Promise.all([
    translated(listAssessmentLines(context.db.pool, program, moment, { organizationId })),
    translated(
      listEvidence(context.db, {
        programId: program.id,
        knownAt: moment.knownAt,
        reader: readerOf(context, program.id),
        organizationId,
        state: { sealed: false, superseded: false },
        limit: OFFERED,
      }),
    ),
  ]);
  return {
    assessments: lines
      .slice(0, OFFERED)
      .map(({ id, applicationId, applicant, condition }) => ({ id, applicationId, label: `${applicant}: ${condition.title}` })),
    items: items.map((item) => ({ id: item.id, label: `${item.class} · ${item.title}` })),
  };
}
