/** The templates of letters of a program, each name with all of its versions. */
import { type LetterTemplate, listTemplates as readTemplates } from '#lib/data/letter-templates.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { getProgram } from './get-program.ts';

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` for whoever sends no letters */
export async function listTemplates(context: Context, slug: string): Promise<{ program: ProgramView; items: LetterTemplate[] }> {
  const program = await getProgram(context, slug, 'send_request');
  return { program, items: await translated(readTemplates(context.db.pool, program.id)) };
}
