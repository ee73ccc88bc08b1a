/** Marks mentions of the asker as read, so that his work no longer lists them. */
import { z } from 'zod';
import { recordEvent } from '#lib/data/history.ts';
import { markMentionsRead } from '#lib/data/notes.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { requirePerson } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { write } from './write.ts';

const readInput = z.strictObject({ noteIds: z.array(z.uuid()).min(1, 'Choose at least one mention.').max(500) });

/**
 * What mentions somebody else, or was read before, is passed over in silence.
 * @throws AppError `unauthenticated`, `forbidden` for a token, `invalid_request`
 */
export async function readMentions(context: Context, body: unknown): Promise<{ read: number }> {
  const { principalId } = requirePerson(context);
  const { noteIds } = parseInput(readInput, body);
  return write(context, 'read-mentions', noteIds, async (tx) => {
    const read = await markMentionsRead(tx, principalId, noteIds, context.now());
    const stream = { programId: NO_PROGRAM, streamId: principalId, streamKind: 'system' } as const;
    if (read.length > 0)
      await recordEvent(tx, actOf(context), { ...stream, kind: 'mentions_read', payload: { principalId, noteIds: read } });
    return { read: read.length };
  });
}
