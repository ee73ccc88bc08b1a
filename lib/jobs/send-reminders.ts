/** Plans digests and sends what waits in the outbox: every minute, in every process, each thing once. */
import type { Context } from '#lib/operations/context.ts';
import { planDigests } from '#lib/operations/plan-digests.ts';
import { sendMessages } from '#lib/operations/send-messages.ts';
import { every } from './every.ts';
import { createMailer, type MailSettings } from './mailer.ts';

const FIRST_MS = 5_000;
const EVERY_MS = 60_000;

export interface ReminderJob {
  /** The address of the product as people open it; every link in a message begins with it. */
  origin: string;
  /** Null: no mail server is set, and messages stay in the outbox. */
  mail: MailSettings | null;
  /** The clock, as an instant. */
  now: () => string;
}

export function startReminding(db: Context['db'], { origin, mail, now }: ReminderJob): void {
  const mailer = mail ? createMailer(mail) : null;
  every(EVERY_MS, 'planning digests', () => planDigests(db, { now: now(), origin, configured: mail !== null }), FIRST_MS);
  if (mailer) every(EVERY_MS, 'sending messages', () => sendMessages(db, mailer, now), FIRST_MS * 2);
}
