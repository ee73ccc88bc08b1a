/** Every performer of a mutating path, by what it is of: a new part of the product adds a line to each list. */
import { ACTIONS, NO_RECORD } from './actions.ts';
import { BODIES, BODY_ACTIONS } from './bodies.ts';
import { DEADLINE_ACTIONS, DEADLINE_API, DEADLINES } from './deadlines.ts';
import { EVIDENCE_ACTIONS, EVIDENCE_PATHS } from './evidence.ts';
import { LETTER_ACTIONS, LETTERS } from './letters-out.ts';
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
  ...EVIDENCE_PATHS,
  ...DEADLINES,
  ...DEADLINE_API,
  ...LETTERS,
  ...ORGANIZATION,
  ...PEOPLE,
  ...PEOPLE_WORK,
  ...OWNER,
  ...BODIES,
};

/** Server actions, by their exported name. */
export const FORMS = {
  ...ACTIONS,
  ...EVIDENCE_ACTIONS,
  ...DEADLINE_ACTIONS,
  ...LETTER_ACTIONS,
  ...ORGANIZATION_ACTIONS,
  ...PEOPLE_WORK_ACTIONS,
  ...BODY_ACTIONS,
};

/** Server actions that record nothing, each with why. */
export const NO_EVENT: Record<string, string> = {
  ...NO_RECORD,
  ...UNSAID_ACTIONS,
};
