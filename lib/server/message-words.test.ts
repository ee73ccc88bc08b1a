/** What became of a message, in words. */
import { expect, test } from 'vitest';
import type { OutboxLine } from '#lib/data/messages.ts';
import { messageState } from './message-words.ts';

const line = (more: Partial<OutboxLine>): OutboxLine => ({
  id: 'm',
  kind: 'digest',
  to: 'Rita Reviewer',
  recipient: 'rita@example.gov',
  subject: 'Proviso: 1 thing',
  state: 'queued',
  attempts: 0,
  createdAt: '2026-11-24T13:00:00.000000Z',
  sentAt: null,
  nextAttemptAt: '2026-11-24T13:05:00.000000Z',
  lastError: null,
  ...more,
});

test.each<[Partial<OutboxLine>, RegExp]>([
  [{}, /^Waits to be sent$/],
  [{ attempts: 1 }, /^Tried once; again /],
  [{ state: 'failed', attempts: 1 }, /^Given up after 1 try$/],
  [{ state: 'failed', attempts: 8 }, /^Given up after 8 tries$/],
  // Given up before it was tried: the reason stands beside it.
  [{ state: 'failed' }, /^Given up$/],
  [{ state: 'sent', attempts: 1, sentAt: '2026-11-24T13:01:00.000000Z' }, /^Taken by the mail server /],
])('%o', (more, words) => {
  expect(messageState(line(more), 'America/New_York')).toMatch(words);
});
