/** Takes back a request for more time that was not decided yet. It stays on record as withdrawn. */

import { z } from 'zod';
import { closeExtension } from '#lib/data/extensions.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { requireAsked } from './decide-extension.ts';
import { announceDue, extensionStream, loadExtension } from './extension-targets.ts';
import { write } from './write.ts';

export const withdrawalInput = z.strictObject({
  reason: reasonInput,
});

/** By whoever may ask for the same, or decides. @throws AppError `not_found`, `forbidden`, `extension_closed`, `reason_required` */
export async function withdrawExtension(context: Context, id: string, body: unknown): Promise<{ extensionId: string; state: string }> {
  const loaded = await loadExtension(context, id, ['ask_extension', 'decide_extension']);
  const input = parseInput(withdrawalInput, body);
  const { program, extension } = loaded;
  const actor = requireActor(context);
  return write(context, `withdraw-extension:${id}`, input, async (tx) => {
    requireAsked(loaded);
    const reason = requireReason(input.reason);
    const by = { byId: actor.principalId, onBehalfOfId: actor.onBehalfOfId };
    const closing = { state: 'withdrawn' as const, grantedOn: null, reason, evidenceIds: [], decisionAt: null, ...by };
    if (!(await closeExtension(tx, program.id, id, closing)))
      throw new AppError('extension_closed', 'Somebody decided on it at the same moment. Nothing of yours was recorded.');
    await recordEvent(tx, actOf(context), {
      ...(await extensionStream(tx, program.id, extension)),
      kind: 'extension_withdrawn',
      reason,
      payload: { extensionId: id, deadlineId: extension.deadlineId },
    });
    await announceDue(tx, program.id, extension);
    return { extensionId: id, state: 'withdrawn' };
  });
}
