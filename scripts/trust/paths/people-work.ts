/** Performers of what people do for themselves and each other: give work, read mentions, set preferences. */
import { addNote } from '#lib/operations/add-note.ts';
import { assignAssessment } from '#lib/operations/assign-assessment.ts';
import { readMentions } from '#lib/operations/read-mentions.ts';
import { setPreferences } from '#lib/operations/set-preferences.ts';
import type { ActionPerformer } from './site.ts';
import { claimOf, type PathWorld, type Performer } from './world.ts';

const PREFERENCES = { zone: 'America/Denver', digest: true, digestHour: 7 };

/** A note that mentions this person, under a name of his own. */
async function mentioning(world: PathWorld, principalId: string): Promise<string> {
  const name = `Person ${principalId}`;
  await world.database.owner.query('UPDATE principal SET name = $2 WHERE id = $1', [principalId, name]);
  return (await addNote(await world.as('analyst'), await world.fresh(), { body: `See this, @[${name}].` })).id;
}

export const PEOPLE_WORK: Record<string, Performer> = {
  'assign-assessment#assignAssessment': async (world) => {
    const [context, id] = [await world.as('analyst'), await world.fresh()];
    return async () => {
      await assignAssessment(context, id, 3, { assigneeId: null });
      return claimOf(context);
    };
  },
  'read-mentions#readMentions': async (world) => {
    const context = await world.person('viewer');
    const noteId = await mentioning(world, context.actor.principalId);
    return async () => {
      await readMentions(context, { noteIds: [noteId] });
      return claimOf(context);
    };
  },
  'set-preferences#setPreferences': async (world) => {
    const context = await world.person('viewer');
    return async () => {
      await setPreferences(context, PREFERENCES);
      return claimOf(context);
    };
  },
};

export const PEOPLE_WORK_ACTIONS: Record<string, ActionPerformer> = {
  assignAction: async (site) => {
    const [analyst, id] = [await site.person('analyst'), await site.world.fresh()];
    const form = { assessmentId: id, version: '3', assigneeId: analyst.context.actor.principalId };
    return () => site.call(analyst, 'assignAction', [], form);
  },
  readMentionsAction: async (site) => {
    const viewer = await site.person('viewer');
    const noteId = await mentioning(site.world, viewer.context.actor.principalId);
    return () => site.call(viewer, 'readMentionsAction', [], { notes: noteId });
  },
  preferencesAction: async (site) => {
    const viewer = await site.person('viewer');
    return () => site.call(viewer, 'preferencesAction', [], { zone: 'America/Denver', digest: 'on', digestHour: '7' });
  },
};
