/** Decides on a request for more time: granted to a date, or refused. One row and one event, whomever it reaches. */

import { z } from 'zod';
import { closeExtension } from '#lib/data/extensions.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { dateInput, reasonInput } from '#lib/domain/input.ts';
import { localDateOf } from '#lib/domain/time.ts';
import { beaten } from './access.ts';
import { lacksReason, newEvidenceInput, parseInput, requireReason } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import {
  announceDue,
  currentDeadline,
  extensionStream,
  keepLetter,
  type LoadedExtension,
  loadExtension,
  pastInstant,
  requireLater,
} from './extension-targets.ts';
import { write } from './write.ts';

export const extensionDecision = z.strictObject({
  decision: z.enum(['grant', 'refuse'], { error: 'Choose whether it is granted or refused.' }),
  /** The new date; needed to grant. */
  grantedOn: dateInput.optional(),
  /** The day of the decision, where that is before today. */
  decidedOn: dateInput.optional(),
  reason: reasonInput,
  evidenceIds: z.array(z.uuid()).max(100).optional(),
  newEvidence: newEvidenceInput.optional(),
});
export type ExtensionDecision = z.infer<typeof extensionDecision>;

/**
 * Who asked may decide, if his roles allow both: the rule of two people is about findings.
 * @throws AppError `not_found`, `forbidden`, `extension_closed` with who was first, `field_required`, `invalid_request`, `reason_required`
 */
export async function decideExtension(context: Context, id: string, body: unknown): Promise<{ extensionId: string; state: string }> {
  const loaded = await loadExtension(context, id, ['decide_extension']);
  const input = parseInput(extensionDecision, body, lacksReason);
  const { program, extension } = loaded;
  const actor = requireActor(context);
  return write(context, `decide-extension:${id}`, input, async (tx) => {
    requireAsked(loaded);
    const current = await currentDeadline(tx, context, program, extension.deadlineId, extension.applicationIds);
    const grantedOn = grantedDate(input);
    if (grantedOn) requireLater(grantedOn, current, 'grantedOn');
    const reason = requireReason(input.reason);
    const decisionAt = pastInstant(context, program, input.decidedOn, 'decidedOn');
    if (input.decidedOn && input.decidedOn < localDateOf(extension.askedAt, program.zone)) {
      throw new AppError('invalid_request', 'It was decided before it was asked for.', { field: 'decidedOn' });
    }
    const evidenceIds = await keepLetter(tx, context, program, extension, input);
    const state = grantedOn ? ('granted' as const) : ('refused' as const);
    const closing = { state, grantedOn, reason, evidenceIds, decisionAt, byId: actor.principalId, onBehalfOfId: actor.onBehalfOfId };
    if (!(await closeExtension(tx, program.id, id, closing))) throw closed();
    await recordEvent(tx, actOf(context), {
      ...(await extensionStream(tx, program.id, extension)),
      kind: 'extension_decided',
      reason,
      payload: { extensionId: id, deadlineId: extension.deadlineId, state, grantedOn, evidenceIds },
      effectiveAt: decisionAt,
    });
    await announceDue(tx, program.id, extension);
    return { extensionId: id, state };
  });
}

const closed = (): AppError =>
  new AppError('extension_closed', 'Somebody decided on it at the same moment. Nothing of yours was recorded.');

/** @throws AppError `extension_closed` */
export function requireAsked({ extension }: LoadedExtension): void {
  if (extension.state === 'asked') return;
  throw beaten(
    `It was ${extension.state} already. Nothing of yours was recorded.`,
    { status: extension.state, by: extension.decidedBy, at: extension.decidedAt },
    'extension_closed',
  );
}

function grantedDate({ decision, grantedOn }: ExtensionDecision): string | null {
  if (decision === 'refuse') {
    if (grantedOn) throw new AppError('invalid_request', 'A refusal has no new date.', { field: 'grantedOn' });
    return null;
  }
  if (!grantedOn) throw new AppError('field_required', 'Give the new date.', { field: 'grantedOn' });
  return grantedOn;
}
