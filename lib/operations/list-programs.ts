/** The programs in which the asker holds a role. */
import { listPrograms as readPrograms } from '#lib/data/programs.ts';
import { rolesIn } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { type Context, requireActor } from './context.ts';

export async function listPrograms(context: Context): Promise<ProgramView[]> {
  const actor = requireActor(context);
  const programs = await readPrograms(context.db);
  return programs.filter((program) => rolesIn(actor.grants, program.id).length > 0);
}
