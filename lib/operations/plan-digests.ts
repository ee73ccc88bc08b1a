/**
 * Plans everybody's digest of the day, once their hour has come: what is new is kept as told and put into the outbox, in one
 * transaction a person. The keys of the tables hold that each day is planned once and each thing told once, whatever number
 * of processes plans at the same time and wherever one of them dies.
 */
import type { Database } from '#lib/data/client.ts';
import { newId } from '#lib/data/ids.ts';
import { insertMessage } from '#lib/data/messages.ts';
import { listPrograms } from '#lib/data/programs.ts';
import { type DigestPerson, findDigestPerson, insertReminders, listDigestPeople, takeDigestDay } from '#lib/data/reminders.ts';
import { inTransaction, translated } from '#lib/data/transaction.ts';
import { digestMessage } from '#lib/domain/digest.ts';
import { rolesIn } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { DEFAULT_DIGEST_HOUR, digestDay } from '#lib/domain/reminder.ts';
import type { LocalDate } from '#lib/domain/time.ts';
import { collectLines, MOST_TOLD } from './digest-lines.ts';

export interface Planning {
  /** The current instant. */
  now: string;
  /** The address of the product as people open it. */
  origin: string;
  /** Whether there is a mail server; without one messages stay in the outbox. */
  configured: boolean;
  /** Rows of one list that a digest tells. */
  most?: number;
}

const FALLBACK_ZONE = 'America/New_York';

/** A person's own zone, else that of the first program he takes part in. */
export const zoneOf = (person: Pick<DigestPerson, 'zone' | 'grants'>, programs: readonly ProgramView[]): string =>
  person.zone ?? programs.find(({ id }) => rolesIn(person.grants, id).length > 0)?.zone ?? FALLBACK_ZONE;

/** @returns how many messages were put into the outbox */
export async function planDigests(db: Database, planning: Planning): Promise<number> {
  const [programs, people] = await Promise.all([listPrograms(db), translated(listDigestPeople(db.pool))]);
  let planned = 0;
  for (const person of people) {
    const day = digestDay(planning.now, zoneOf(person, programs), person.hour ?? DEFAULT_DIGEST_HOUR);
    if (day === null || (person.lastDay !== null && person.lastDay >= day)) continue;
    if (await planDay(db, person.id, day, programs, planning)) planned += 1;
  }
  return planned;
}

/** Whether there was something to say. */
async function planDay(
  db: Database,
  personId: string,
  day: LocalDate,
  programs: readonly ProgramView[],
  planning: Planning,
): Promise<boolean> {
  const { now, origin, configured, most = MOST_TOLD } = planning;
  return inTransaction(db, async (tx) => {
    if (!(await takeDigestDay(tx, personId, day, now))) return false;
    const person = await findDigestPerson(tx, personId);
    if (!person?.digest) return false;
    const found = await collectLines(tx, { personId, grants: person.grants }, { programs, now, day, most });
    const id = newId();
    const fresh = await insertReminders(
      tx,
      { personId, messageId: id, at: now },
      found.map(({ reminder }) => reminder),
    );
    const lines = found.filter(({ reminder }) => fresh.has(reminder.id)).map(({ line }) => line);
    if (lines.length === 0) return false;
    const { subject, text, html } = digestMessage(lines, day, origin);
    await insertMessage(tx, {
      id,
      kind: 'digest',
      principalId: personId,
      programId: null,
      recipient: person.email,
      localDay: day,
      subject,
      text,
      html,
      messageId: `${id}@${new URL(origin).hostname}`,
      state: configured && person.email ? 'queued' : 'not_configured',
      createdAt: now,
      lastError: person.email ? null : 'This person has no address.',
    });
    return true;
  });
}
