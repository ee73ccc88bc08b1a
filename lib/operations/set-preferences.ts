/** Sets one's own preferences: time zone, and whether and when the digest comes. */
import { z } from 'zod';
import { recordEvent } from '#lib/data/history.ts';
import { savePersonSetting } from '#lib/data/person-settings.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { isZone } from '#lib/domain/time.ts';
import { requirePerson } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { write } from './write.ts';

const preferencesInput = z.strictObject({
  /** Null: that of the program. */
  zone: z.string().max(60).refine(isZone, 'This is no time zone. Write it as America/Denver.').nullable(),
  digest: z.boolean(),
  digestHour: z.number().int().min(0).max(23),
});

/** @throws AppError `unauthenticated`, `forbidden` for a token, `invalid_request` */
export async function setPreferences(context: Context, body: unknown): Promise<{ changed: true }> {
  const { principalId } = requirePerson(context);
  const input = parseInput(preferencesInput, body);
  return write(context, 'set-preferences', input, async (tx) => {
    await savePersonSetting(tx, principalId, input, context.now());
    const stream = { programId: NO_PROGRAM, streamId: principalId, streamKind: 'system' } as const;
    await recordEvent(tx, actOf(context), { ...stream, kind: 'preferences_set', payload: { principalId, ...input } });
    return { changed: true };
  });
}
