/** The outbox for those who look after it: to whom, when, and what became of it; never what a message says. */
import { z } from 'zod';
import { MESSAGE_STATES, type MessageState, type OutboxLine, listOutbox as readOutbox } from '#lib/data/messages.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { parseInput } from './change-input.ts';
import type { Context } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { getProgram } from './get-program.ts';

export interface Outbox {
  program: ProgramView;
  state: MessageState | null;
  items: OutboxLine[];
  nextCursor: string | null;
}

const PAGE = 50;
const outboxQuery = z.strictObject({
  state: z.enum(MESSAGE_STATES).optional(),
  cursor: z.string().optional(),
});

/** Messages to the people of a program, the newest first. @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request` */
export async function listOutbox(context: Context, slug: string, query: unknown = {}): Promise<Outbox> {
  const program = await getProgram(context, slug, 'read_outbox');
  const asked = parseInput(outboxQuery, query);
  const state = asked.state ?? null;
  const identity = ['outbox', program.id, state];
  const cursor = asked.cursor ? decodeCursor(context.secret, identity, asked.cursor) : null;
  const after = cursor && { value: String(cursor.value), id: cursor.id };
  const rows = await translated(readOutbox(context.db.pool, { programId: program.id, state, after, limit: PAGE }));
  const items = rows.slice(0, PAGE);
  const last = items[items.length - 1];
  const more = rows.length > PAGE && last;
  return {
    program,
    state,
    items,
    nextCursor: more ? encodeCursor(context.secret, identity, { value: last.createdAt, id: last.id }) : null,
  };
}
