/** Whom an assessment can be given to. */
import type { Queryable } from '#lib/data/client.ts';
import { listProgramPeople } from '#lib/data/notes.ts';
import { translated } from '#lib/data/transaction.ts';
import { may } from '#lib/domain/permission.ts';
import type { Context } from './context.ts';
import { loadHome } from './load-assessment.ts';

export interface Assignable {
  id: string;
  name: string;
}

/** The people who work on the assessments of a program, by name. */
export async function listAssignable(tx: Queryable, programId: string): Promise<Assignable[]> {
  const people = await listProgramPeople(tx, programId);
  return people.filter(({ grants }) => may(grants, 'record_status', programId)).map(({ id, name }) => ({ id, name }));
}

/** For the form. @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function getAssignable(context: Context, id: string): Promise<Assignable[]> {
  const home = await loadHome(context, id, ['record_status']);
  return translated(listAssignable(context.db.pool, home.program.id));
}
