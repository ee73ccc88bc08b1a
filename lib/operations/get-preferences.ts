/** One's own preferences about digests, and the messages that came of them. */
import { listOwnMessages, type OutboxLine } from '#lib/data/messages.ts';
import { findPersonSetting, type PersonSetting } from '#lib/data/person-settings.ts';
import { listPrograms } from '#lib/data/programs.ts';
import { translated } from '#lib/data/transaction.ts';
import { DEFAULT_DIGEST_HOUR } from '#lib/domain/reminder.ts';
import { requirePerson } from './access.ts';
import type { Context } from './context.ts';
import { zoneOf } from './plan-digests.ts';

export interface Preferences extends PersonSetting {
  /** The zone that holds: one's own, else the program's. */
  effectiveZone: string;
  /** The newest first, at most 30. */
  messages: (OutboxLine & { text: string })[];
}

const MOST_MESSAGES = 30;

/** @throws AppError `unauthenticated`, `forbidden` for a token */
export async function getPreferences(context: Context): Promise<Preferences> {
  const { principalId, grants } = requirePerson(context);
  const { pool } = context.db;
  const [setting, messages, programs] = await Promise.all([
    translated(findPersonSetting(pool, principalId)),
    translated(listOwnMessages(pool, principalId, MOST_MESSAGES)),
    listPrograms(context.db),
  ]);
  const { zone, digest, digestHour } = setting ?? { zone: null, digest: true, digestHour: DEFAULT_DIGEST_HOUR };
  return { zone, digest, digestHour, effectiveZone: zoneOf({ zone, grants }, programs), messages };
}
