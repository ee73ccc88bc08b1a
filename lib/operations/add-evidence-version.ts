/** Adds a version to an item: a better scan, a signed copy. The versions before it stay and can be read. */

import { z } from 'zod';
import { insertVersion } from '#lib/data/evidence.ts';
import { lockEvidence } from '#lib/data/evidence-page.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { keptOf } from './add-evidence.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { openTickets, ticketInput } from './file-ticket.ts';
import { loadEvidenceHome } from './load-evidence.ts';
import { write } from './write.ts';

export const versionInput = z.strictObject({
  /** The ticket of one file that was uploaded. */
  files: z.array(ticketInput).max(1, 'One file is one version.').optional(),
  text: z.string().trim().min(1).max(200_000).optional(),
  reason: reasonInput,
});

export interface VersionResult {
  evidenceId: string;
  version: number;
}

/** Deciding roles, and those who accept evidence: what others rest on changes under them. @throws AppError also `field_required` */
export async function addEvidenceVersion(context: Context, id: string, body: unknown): Promise<VersionResult> {
  await loadEvidenceHome(context, id, 'accept_evidence');
  const input = parseInput(versionInput, body);
  return write(context, `evidence-version:${id}`, input, async (tx) => {
    const reason = requireReason(input.reason);
    const file = openTickets(context, input.files)[0] ?? null;
    if (file === null && input.text === undefined) throw new AppError('field_required', 'Give a file or a text.', { field: 'files' });
    const state = await lockEvidence(tx, id);
    if (state.sealed || state.superseded)
      throw new AppError('invalid_request', 'This item was superseded or sealed. It gets no further version.', { field: 'files' });
    const act = actOf(context);
    const version = state.version + 1;
    await insertVersion(tx, { evidenceId: id, version, text: file ? null : (input.text ?? null), file, reason, addedById: act.actorId });
    const stream = { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence' as const };
    await recordEvent(tx, act, { ...stream, kind: 'evidence_versioned', reason, payload: { version, ...(file ? keptOf(file) : {}) } });
    return { evidenceId: id, version };
  });
}
