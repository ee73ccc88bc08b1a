/** The outbox: messages that wait, were sent, or could not be. */
import type { LocalDate } from '#lib/domain/time.ts';
import type { Queryable } from './client.ts';

export const MESSAGE_STATES = ['queued', 'sending', 'sent', 'failed', 'not_configured'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export interface NewMessage {
  id: string;
  kind: 'digest';
  principalId: string | null;
  programId: string | null;
  recipient: string | null;
  localDay: LocalDate | null;
  subject: string;
  text: string;
  html: string | null;
  /** Without angle brackets; the same however often it is tried. */
  messageId: string;
  state: 'queued' | 'not_configured';
  createdAt: string;
  lastError: string | null;
}

export async function insertMessage(tx: Queryable, message: NewMessage): Promise<void> {
  await tx.query(
    `INSERT INTO message (id, kind, principal_id, program_id, recipient, local_day, subject, body, html, message_id, state, next_attempt_at, created_at, last_error)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)`,
    [
      message.id,
      message.kind,
      message.principalId,
      message.programId,
      message.recipient,
      message.localDay,
      message.subject,
      message.text,
      message.html,
      message.messageId,
      message.state,
      message.createdAt,
      message.lastError,
    ],
  );
}

export interface ClaimedMessage {
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string | null;
  messageId: string;
  /** This try included. */
  attempts: number;
}

/** Whether a message is still for its receiver: the account works and holds a role. */
const RECEIVED = `(message.principal_id IS NULL OR EXISTS (SELECT FROM principal p JOIN membership m ON m.principal_id = p.id AND m.revoked_at IS NULL
    WHERE p.id = message.principal_id AND p.disabled_at IS NULL))`;

/**
 * Gives up what waits for somebody whose account was disabled, or whose last role was taken back, since it was written; also where
 * whoever was sending it died, which nobody would take again.
 */
export async function giveUpUnreceived(tx: Queryable, now: string): Promise<void> {
  await tx.query(
    `UPDATE message SET state = 'failed', lease_until = NULL, last_error = 'This person no longer has access.'
     WHERE (state = 'queued' OR (state = 'sending' AND lease_until <= $1)) AND NOT ${RECEIVED}`,
    [now],
  );
}

/**
 * Takes the next message that is due, for as long as the lease lasts. One whose lease ran out is taken again: whoever had it
 * died, perhaps after the mail server took it.
 */
export async function claimMessage(tx: Queryable, now: string, leaseUntil: string): Promise<ClaimedMessage | null> {
  const { rows } = await tx.query<ClaimedMessage>(
    `UPDATE message SET state = 'sending', attempts = attempts + 1, lease_until = $2
     WHERE id = (SELECT id FROM message WHERE recipient IS NOT NULL AND ${RECEIVED}
         AND ((state = 'queued' AND next_attempt_at <= $1) OR (state = 'sending' AND lease_until <= $1))
       ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING id, recipient, subject, body AS text, html, message_id AS "messageId", attempts`,
    [now, leaseUntil],
  );
  return rows[0] ?? null;
}

/** False when somebody else has taken it meanwhile. */
export async function markSent(tx: Queryable, message: ClaimedMessage, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE message SET state = 'sent', sent_at = $3, lease_until = NULL, last_error = NULL WHERE id = $1 AND state = 'sending' AND attempts = $2`,
    [message.id, message.attempts, at],
  );
  return rowCount === 1;
}

/** @param nextAt when it is tried again; null: not again */
export async function markUnsent(tx: Queryable, message: ClaimedMessage, error: string, nextAt: string | null): Promise<void> {
  await tx.query(
    `UPDATE message SET state = CASE WHEN $4::timestamptz IS NULL THEN 'failed' ELSE 'queued' END, next_attempt_at = coalesce($4, next_attempt_at),
       lease_until = NULL, last_error = $3
     WHERE id = $1 AND state = 'sending' AND attempts = $2`,
    [message.id, message.attempts, error, nextAt],
  );
}

/** A message without its text: what those who look after the outbox see. */
export interface OutboxLine {
  id: string;
  kind: string;
  to: string | null;
  recipient: string | null;
  subject: string;
  state: MessageState;
  attempts: number;
  createdAt: string;
  sentAt: string | null;
  nextAttemptAt: string;
  lastError: string | null;
}

/** What is selected of a message, and from where. */
const LINE = `m.id, m.kind, p.name AS to, m.recipient, m.subject, m.state, m.attempts, m.created_at AS "createdAt", m.sent_at AS "sentAt",
    m.next_attempt_at AS "nextAttemptAt", m.last_error AS "lastError"
  FROM message m LEFT JOIN principal p ON p.id = m.principal_id`;

export interface OutboxQuery {
  /** Messages to the people of this program, and those about it. */
  programId: string;
  state: MessageState | null;
  after: { value: string; id: string } | null;
  limit: number;
}

/** The newest first; one more than `limit` when there are more. */
export async function listOutbox(tx: Queryable, query: OutboxQuery): Promise<OutboxLine[]> {
  const { rows } = await tx.query<OutboxLine>(
    `SELECT ${LINE} WHERE (m.program_id = $1 OR EXISTS (SELECT FROM membership b WHERE b.principal_id = m.principal_id AND (b.program_id = $1 OR b.program_id IS NULL)))
       AND ($2::text IS NULL OR m.state = $2) AND ($3::timestamptz IS NULL OR (m.created_at, m.id) < ($3, $4::uuid))
     ORDER BY m.created_at DESC, m.id DESC LIMIT $5`,
    [query.programId, query.state, query.after?.value ?? null, query.after?.id ?? null, query.limit + 1],
  );
  return rows;
}

/** One's own messages with their text, the newest first. */
export async function listOwnMessages(tx: Queryable, principalId: string, limit: number): Promise<(OutboxLine & { text: string })[]> {
  const { rows } = await tx.query<OutboxLine & { text: string }>(
    `SELECT m.body AS text, ${LINE} WHERE m.principal_id = $1 ORDER BY m.created_at DESC, m.id DESC LIMIT $2`,
    [principalId, limit],
  );
  return rows;
}
