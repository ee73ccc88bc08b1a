/** What of evidence may be shown to whoever asks. */
import type { EvidenceReader } from '#lib/domain/evidence.ts';
import { may } from '#lib/domain/permission.ts';
import { type Context, requireActor } from './context.ts';

/** Asked for one program at a time: rights differ by program. */
export function readerOf(context: Context, programId: string): EvidenceReader {
  const { grants, principalId } = requireActor(context);
  const privileged = may(grants, 'read_privileged', programId);
  return {
    privileged,
    sealed: may(grants, 'mark_privileged', programId),
    restricted: privileged || may(grants, 'accept_evidence', programId),
    principalId,
  };
}
