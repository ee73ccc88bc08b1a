/** Performers of what only the owner of the tables can do, by command. */
import { openDatabase } from '#lib/data/client.ts';
import { addNote } from '#lib/operations/add-note.ts';
import { eraseContent } from '#lib/operations/erase-content.ts';
import { rebuildDerived } from '#lib/operations/rebuild-derived.ts';
import type { PathWorld, Performer } from './world.ts';

async function asOwner({ database }: PathWorld, act: (db: PathWorld['database']['db']) => Promise<unknown>): Promise<void> {
  const db = openDatabase(database.ownerUrl, { max: 2 });
  try {
    await act(db);
  } finally {
    await db.close();
  }
}

export const OWNER: Record<string, Performer> = {
  'erase-content#eraseContent': async (world) => {
    const stream = await world.fresh();
    await addNote(await world.as('analyst'), stream, { body: 'About a person.' });
    const request = { program: world.program.slug, stream, sequence: 4, reason: 'Asked for by the person.' };
    return async () => {
      await asOwner(world, (db) => eraseContent(db, request));
      return {};
    };
  },
};

/** Works through everything in transactions of its own, so what it has come to stays: not for B2. */
export const REBUILDING: Record<string, Performer> = {
  'rebuild-derived#rebuildDerived': async (world) => async () => {
    await asOwner(world, (db) => rebuildDerived(db, world.program.slug));
    return {};
  },
};
