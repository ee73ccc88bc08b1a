/** Every performer of a mutating path, by what it is of: a new part of the product adds a line to each list. */
import { ACTIONS, NO_RECORD } from './actions.ts';
import { ORGANIZATION, ORGANIZATION_ACTIONS, UNSAID, UNSAID_ACTIONS } from './organization.ts';
import { OWNER } from './owner.ts';
import { PEOPLE } from './people.ts';
import { PEOPLE_WORK, PEOPLE_WORK_ACTIONS } from './people-work.ts';
import { WORK } from './work.ts';
import type { Performer } from './world.ts';

export { UNSAID };

/** Operations, by `file#function`. */
export const PERFORMED: Record<string, Performer> = {
  ...WORK,
  ...ORGANIZATION,
  ...PEOPLE,
  ...PEOPLE_WORK,
  ...OWNER,
};

/** Server actions, by their exported name. */
export const FORMS = {
  ...ACTIONS,
  ...ORGANIZATION_ACTIONS,
  ...PEOPLE_WORK_ACTIONS,
};

/** Server actions that record nothing, each with why. */
export const NO_EVENT: Record<string, string> = {
  ...NO_RECORD,
  ...UNSAID_ACTIONS,
};
