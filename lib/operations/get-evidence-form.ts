/** What the forms of evidence offer: assessments that an item can be put on, and items that can take another's place. */
import { listOfferedAssessments } from '#lib/data/assessment-lines.ts';
import { listEvidence } from '#lib/data/evidence-list.ts';
import { isId } from '#lib/data/ids.ts';
import { translated } from '#lib/data/transaction.ts';
import { type Context, confinement } from './context.ts';
import { readerOf } from './evidence-reader.ts';
import { getProgram } from './get-program.ts';
import { liveMoment } from './moment.ts';

export interface EvidenceForm {
  assessments: { id: string; applicationId: string | null; label: string }[];
  /** Newest first. */
  items: { id: string; label: string }[];
}

/** More boxes than these help nobody: whoever adds evidence to one of more begins on its own page. */
const OFFERED = 200;

/**
 * @param chosen the assessment that the form was opened from, which is offered in any case
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`
 */
export async function getEvidenceForm(context: Context, slug: string, chosen: string | null = null): Promise<EvidenceForm> {
  const program = await getProgram(context, slug, 'add_evidence');
  const moment = liveMoment(context, program);
  const organizationId = confinement(context, program.id);
  const [offered, items] = await Promise.all([
    translated(
      listOfferedAssessments(context.db.pool, program.id, {
        organizationId,
        chosenId: chosen !== null && isId(chosen) ? chosen : null,
        limit: OFFERED,
      }),
    ),
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
    assessments: offered.map(({ subject, condition, ...ids }) => ({ ...ids, label: `${subject}: ${condition}` })),
    items: items.map((item) => ({ id: item.id, label: `${item.class} · ${item.title}` })),
  };
}
