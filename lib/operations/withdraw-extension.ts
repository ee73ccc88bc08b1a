/** Takes back a request for more time that was not decided yet. It stays on record as withdrawn. */
import { z } from 'zod';
import { closeExtension } from '#lib/data/extensions.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { may } from '#lib/domain/permission.ts';
import { personOf } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { requireAsked } from './decide-extension.ts';
import { announceDue, extensionStream, loadExtension } from './extension-targets.ts';
import { write } from './write.ts';

const withdrawal = z.strictObject({ reason: z.string().trim().max(4000, 'The reason is too long: at most 4,000 characters.').optional() });

/** By whoever asked, or by whoever may decide. @throws AppError `not_found`, `forbidden`, `extension_closed` */
export async function withdrawExtension(context: Context, id: string, body: unknown): Promise<{ extensionId: string; state: string }> {
  const loaded = await loadExtension(context, id, ['ask_extension', 'decide_extension']);
  const input = parseInput(withdrawal, body);
  const { program, extension } = loaded;
  const actor = requireActor(context);
  if (personOf(actor) !== extension.askedById && !may(actor.grants, 'decide_extension', program.id)) {
    throw new AppError('forbidden', 'Only who asked for it, or who decides on it, takes it back.');
  }
  return write(context, `withdraw-extension:${id}`, input, async (tx) => {
    requireAsked(loaded);
    const reason = input.reason || null;
    const by = { byId: actor.principalId, onBehalfOfId: actor.onBehalfOfId };
    const closing = { state: 'withdrawn' as const, grantedOn: null, reason, evidenceIds: [], decisionAt: null, ...by };
    if (!(await closeExtension(tx, program.id, id, closing)))
      throw new AppError('extension_closed', 'Somebody decided on it at the same moment. Nothing of yours was recorded.');
    await recordEvent(tx, actOf(context), {
      ...extensionStream(program.id, extension),
      kind: 'extension_withdrawn',
      reason,
      payload: { extensionId: id, deadlineId: extension.deadlineId },
    });
    await announceDue(tx, program.id, extension);
    return { extensionId: id, state: 'withdrawn' };
  });
}
