/** Evidence linked to the assessments of a program: search and filters, by pages, with where each item counts. */
import { type AssessmentName, listAssessmentNames } from '#lib/data/assessment-lines.ts';
import { type EvidenceQuery, listEvidence as readEvidence } from '#lib/data/evidence-list.ts';
import { translated } from '#lib/data/transaction.ts';
import { type EvidenceState, EXPIRING_DAYS } from '#lib/domain/evidence.ts';
import type { EvidenceClass } from '#lib/domain/evidence-class.ts';
import type { EvidenceView, Moment, ProgramView } from '#lib/domain/record.ts';
import { addDays } from '#lib/domain/time.ts';
import { type Context, confinement } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { readerOf } from './evidence-reader.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface EvidenceItem extends EvidenceView {
  /** At most 20 of the assessments it is linked to. */
  assessments: AssessmentName[];
  /** How many there are. */
  links: number;
}

export interface EvidenceList {
  program: ProgramView;
  moment: Moment;
  items: EvidenceItem[];
  nextCursor: string | null;
}

/** What the list can be narrowed to: an item whose end is near, past, or that nothing may rest on. */
export const LISTED_STATES = ['expiring', 'expired', 'superseded', 'sealed'] as const satisfies readonly EvidenceState[];
export type ListedState = (typeof LISTED_STATES)[number];

export interface EvidenceListInput extends MomentInput {
  class?: EvidenceClass | undefined;
  state?: ListedState | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

const DEFAULT_LIMIT = 50;

/** The same days as `evidenceStateOn` gives. */
function stateFilter(state: ListedState | undefined, on: string): EvidenceQuery['state'] {
  if (state === undefined) return undefined;
  if (state === 'sealed') return { sealed: true };
  if (state === 'superseded') return { sealed: false, superseded: true };
  const open = { sealed: false, superseded: false };
  return state === 'expired'
    ? { ...open, inForceTo: { before: on } }
    : { ...open, inForceTo: { from: on, before: addDays(on, EXPIRING_DAYS + 1) } };
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listEvidence(context: Context, slug: string, query: EvidenceListInput = {}): Promise<EvidenceList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, query);
  const { cursor, limit = DEFAULT_LIMIT, ...asked } = query;
  const bound = ['evidence', program.id, asked];
  const after = cursor === undefined ? null : decodeCursor(context.secret, bound, cursor);
  const found = await translated(
    readEvidence(context.db, {
      programId: program.id,
      knownAt: moment.knownAt,
      datedBy: moment.asOfOn,
      reader: readerOf(context, program.id),
      organizationId: confinement(context, program.id),
      class: query.class,
      q: query.q?.trim() || undefined,
      state: stateFilter(query.state, moment.asOfOn),
      after: after && { value: String(after.value), id: after.id },
      limit: limit + 1,
    }),
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const names = await translated(listAssessmentNames(context.db.pool, [...new Set(page.flatMap((item) => item.assessmentIds))]));
  return {
    program,
    moment,
    items: page.map(({ assessmentIds, ...item }) => ({ ...item, assessments: names.filter((name) => assessmentIds.includes(name.id)) })),
    nextCursor: found.length > limit && last ? encodeCursor(context.secret, bound, { value: last.datedOn ?? '', id: last.id }) : null,
  };
}
