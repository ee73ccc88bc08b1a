/** Whom and what a form about deadlines or orders can name: applicants with an assessment, and tracked conditions. */
import { listParties } from '#lib/data/extensions.ts';
import { listConditions } from '#lib/data/programs.ts';
import { translated } from '#lib/data/transaction.ts';
import { type Context, confinement } from './context.ts';
import { getProgram } from './get-program.ts';

export interface Parties {
  applicants: { id: string; name: string }[];
  /** There are more than a form can list; the API names any. */
  more: boolean;
  conditions: { ref: string; title: string }[];
}

/** More than this is no list to choose from. */
const MOST = 500;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function getParties(context: Context, slug: string): Promise<Parties> {
  const program = await getProgram(context, slug);
  const [found, conditions] = await Promise.all([
    translated(listParties(context.db.pool, program.id, confinement(context, program.id), MOST + 1)),
    listConditions(context.db, program.id),
  ]);
  return {
    applicants: found.slice(0, MOST),
    more: found.length > MOST,
    conditions: conditions.filter(({ tracked }) => tracked).map(({ ref, title }) => ({ ref, title })),
  };
}
