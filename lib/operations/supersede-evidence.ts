/** Marks an item as superseded, by another item or by nothing. It is not deleted: what rested on it is told so. */

import { z } from 'zod';
import { lockEvidence, supersedeEvidence as markSuperseded } from '#lib/data/evidence-page.ts';
import { listReliance } from '#lib/data/evidence-reliance.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { findEvidenceHome, loadEvidenceHome } from './load-evidence.ts';
import { write } from './write.ts';

export const supersedeInput = z.strictObject({
  /** The item that takes its place. */
  supersededById: z.uuid().optional(),
  reason: reasonInput,
  /** Whoever sends true has been shown who relies on it. */
  seen: z.boolean().optional(),
});

export interface SupersedeResult {
  evidenceId: string;
  /** Findings and open proposals that name it, and reliances under it. */
  reliedOnBy: number;
}

/** @throws AppError `field_required` while somebody relies on it and whoever asks does not say that he has seen who */
export function requireSeen(reliances: number, seen: boolean | undefined): void {
  if (reliances === 0 || seen === true) return;
  const who = reliances === 1 ? 'A finding, a proposal or a reliance rests' : `${reliances} findings, proposals or reliances rest`;
  throw new AppError('field_required', `${who} on this item. Look who, and say that you have seen it.`, { field: 'seen' });
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `reason_required`, `field_required` */
export async function supersedeEvidence(context: Context, id: string, body: unknown): Promise<SupersedeResult> {
  await loadEvidenceHome(context, id, 'accept_evidence');
  const input = parseInput(supersedeInput, body);
  const { supersededById = null } = input;
  if (supersededById !== null) await findEvidenceHome(context, supersededById);
  if (supersededById === id) throw new AppError('invalid_request', 'An item cannot take its own place.', { field: 'supersededById' });
  return write(context, `supersede-evidence:${id}`, input, async (tx) => {
    const reason = requireReason(input.reason);
    await lockEvidence(tx, id);
    const reliedOnBy = (await listReliance(tx, id)).length;
    requireSeen(reliedOnBy, input.seen);
    if (!(await markSuperseded(tx, id, supersededById, reason)))
      throw new AppError('invalid_request', 'This item was superseded or sealed already.', { field: 'reason' });
    const stream = { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence' as const };
    await recordEvent(tx, actOf(context), { ...stream, kind: 'evidence_superseded', reason, payload: { supersededById } });
    return { evidenceId: id, reliedOnBy };
  });
}
