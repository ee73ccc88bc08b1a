/** Marks an item as privileged, or takes the mark off: then only those who may read privileged matter see more than class and date. */

import { z } from 'zod';
import { lockEvidence, setPrivileged } from '#lib/data/evidence-page.ts';
import { recordEvent } from '#lib/data/history.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { loadEvidenceHome } from './load-evidence.ts';
import { write } from './write.ts';

export const privilegeInput = z.strictObject({
  privileged: z.boolean(),
  reason: reasonInput,
});

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `reason_required` */
export async function markPrivileged(context: Context, id: string, body: unknown): Promise<{ evidenceId: string; privileged: boolean }> {
  await loadEvidenceHome(context, id, 'mark_privileged');
  const input = parseInput(privilegeInput, body);
  const { privileged } = input;
  return write(context, `mark-privileged:${id}`, input, async (tx) => {
    const reason = requireReason(input.reason);
    await lockEvidence(tx, id);
    if (!(await setPrivileged(tx, id, privileged))) return { evidenceId: id, privileged };
    const stream = { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence' as const };
    await recordEvent(tx, actOf(context), { ...stream, kind: 'evidence_privileged', reason, payload: { privileged } });
    return { evidenceId: id, privileged };
  });
}
