/**
 * Sends what waits in the outbox. At least once is the most that SMTP allows: a process that dies after the mail server took
 * a message and before that was noted leaves it to be sent again, under the same Message-ID.
 */
import type pg from 'pg';
import type { Database } from '#lib/data/client.ts';
import { recordEvent } from '#lib/data/history.ts';
import { type ClaimedMessage, claimMessage, giveUpUnreceived, markSent, markUnsent } from '#lib/data/messages.ts';
import { listRemindersOf, type ReminderToTell } from '#lib/data/reminders.ts';
import { inTransaction, translated } from '#lib/data/transaction.ts';
import { oneLine } from '#lib/domain/log-line.ts';
import { fromMicros, toMicros } from '#lib/domain/time.ts';
import { systemAct } from './system-principal.ts';

export interface Mailer {
  /** @throws MailRefused when no further try can help; another Error when one may */
  send(message: Pick<ClaimedMessage, 'recipient' | 'subject' | 'text' | 'html' | 'messageId'>): Promise<void>;
}

/** The mail server will not take this message, now or later. */
export class MailRefused extends Error {}

const MINUTE = 60_000_000n;
const LEASE = 5n * MINUTE;
/** How long after each failed try the next one comes; after the last it is given up. */
const WAITS = [1n, 5n, 15n, 60n, 180n, 360n, 720n].map((minutes) => minutes * MINUTE);
const MOST_ERROR = 300;

const later = (now: string, micros: bigint): string => fromMicros(toMicros(now) + micros);

/**
 * @param now the clock: it goes on while messages are sent
 * @returns how many were taken by the mail server
 */
export async function sendMessages(db: Database, mailer: Mailer, now: () => string): Promise<number> {
  let sent = 0;
  await translated(giveUpUnreceived(db.pool, now()));
  for (;;) {
    const message = await translated(claimMessage(db.pool, now(), later(now(), LEASE)));
    if (!message) return sent;
    if (await sendOne(db, mailer, message, now)) sent += 1;
  }
}

async function sendOne(db: Database, mailer: Mailer, message: ClaimedMessage, now: () => string): Promise<boolean> {
  try {
    await mailer.send(message);
  } catch (error) {
    const wait = error instanceof MailRefused ? undefined : WAITS[message.attempts - 1];
    const told = oneLine((error as Error).message).slice(0, MOST_ERROR);
    await translated(markUnsent(db.pool, message, told, wait === undefined ? null : later(now(), wait)));
    return false;
  }
  return inTransaction(db, async (tx) => {
    if (!(await markSent(tx, message, now()))) return false;
    await tellStreams(tx, message);
    return true;
  });
}

/** That an organization was reminded is evidence when it stays silent, so it stands in the history of its application. */
async function tellStreams(tx: pg.PoolClient, message: ClaimedMessage): Promise<void> {
  const reminders = await listRemindersOf(tx, message.id);
  if (reminders.length === 0) return;
  const act = await systemAct(tx);
  for (const [, [first, ...rest]] of Map.groupBy(reminders, ({ programId, streamId }) => `${programId} ${streamId}`)) {
    if (!first) continue;
    const { programId, streamId, streamKind, personId } = first;
    const told = [first, ...rest].map(({ assessmentId, dueOn, businessDays }: ReminderToTell) => ({ assessmentId, dueOn, businessDays }));
    const payload = { messageId: message.messageId, toId: personId, reminders: told };
    await recordEvent(tx, act, { programId, streamId, streamKind, kind: 'reminder_sent', payload });
  }
}
