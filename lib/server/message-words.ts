/** What became of a message, in words. */
import type { OutboxLine } from '#lib/data/messages.ts';
import { formatInstant } from '#lib/domain/time.ts';

const tries = (count: number): string => (count === 1 ? '1 try' : `${count} tries`);

/** @param zone in which instants are shown */
export function messageState({ state, sentAt, attempts, nextAttemptAt }: OutboxLine, zone: string): string {
  if (state === 'sent' && sentAt) return `Taken by the mail server ${formatInstant(sentAt, zone)}`;
  if (state === 'sending') return 'On its way';
  if (state === 'failed') return attempts === 0 ? 'Given up' : `Given up after ${tries(attempts)}`;
  if (state === 'not_configured') return 'Not sent: e-mail is not configured. It can be read here and under My work.';
  return attempts === 0
    ? 'Waits to be sent'
    : `Tried ${attempts === 1 ? 'once' : `${attempts} times`}; again ${formatInstant(nextAttemptAt, zone)}`;
}
