/** One program by its slug, for those who hold a role in it. */
import { findProgram, findProgramById } from '#lib/data/programs.ts';
import { notFound } from '#lib/domain/errors.ts';
import type { Action } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { authorize, type Context, requireActor } from './context.ts';

/** A malformed slug is as missing as an unknown one; the database would not even take a U+0000. */
const SLUG = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function getProgram(context: Context, slug: string, action: Action = 'read'): Promise<ProgramView> {
  requireActor(context);
  const program = SLUG.test(slug) ? await findProgram(context.db, slug) : null;
  if (!program) throw notFound('The program');
  authorize(context, action, program.id);
  return program;
}

export async function getProgramById(context: Context, id: string): Promise<ProgramView> {
  requireActor(context);
  const program = await findProgramById(context.db, id);
  if (!program) throw notFound('The program');
  return program;
}
