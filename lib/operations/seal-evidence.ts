/** Seals an item that was sent in error: its digests stay, its content is read by nobody but counsel, nothing new can rest on it. */

import { z } from 'zod';
import { listVersions, lockEvidence, sealEvidence as markSealed } from '#lib/data/evidence-page.ts';
import { listReliance } from '#lib/data/evidence-reliance.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { loadEvidenceHome } from './load-evidence.ts';
import { requireSeen, type SupersedeResult } from './supersede-evidence.ts';
import { write } from './write.ts';

export const sealInput = z.strictObject({
  reason: reasonInput,
  /** Whoever sends true has been shown who relies on it. */
  seen: z.boolean().optional(),
});

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `reason_required`, `field_required` */
export async function sealEvidence(context: Context, id: string, body: unknown): Promise<SupersedeResult> {
  await loadEvidenceHome(context, id, 'seal_evidence');
  const input = parseInput(sealInput, body);
  return write(context, `seal-evidence:${id}`, input, async (tx) => {
    const reason = requireReason(input.reason);
    await lockEvidence(tx, id);
    const reliedOnBy = (await listReliance(tx, id)).length;
    requireSeen(reliedOnBy, input.seen);
    const act = actOf(context);
    if (!(await markSealed(tx, id, act.actorId, reason)))
      throw new AppError('invalid_request', 'This item was sealed already.', { field: 'reason' });
    const digests = (await listVersions(tx, id, 'infinity')).map((version) => version.sha256);
    const stream = { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence' as const };
    await recordEvent(tx, act, { ...stream, kind: 'evidence_sealed', reason, payload: { digests } });
    return { evidenceId: id, reliedOnBy };
  });
}
