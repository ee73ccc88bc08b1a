/** Puts items of evidence on an assessment, and says so in the history of each item. */
import type pg from 'pg';
import { acceptEvidence, linkEvidence as insertLink } from '#lib/data/evidence.ts';
import { recordEvent } from '#lib/data/history.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { actOf, type Context } from './context.ts';
import type { AssessmentHome } from './load-assessment.ts';

/** @param accept true when the one who links also vouches for the items, as a proposer does */
export async function linkEvidence(
  tx: pg.PoolClient,
  context: Context,
  home: AssessmentHome,
  ids: string[],
  accept: boolean,
): Promise<void> {
  const act = actOf(context);
  const assessment = { programId: home.program.id, assessmentId: home.id };
  for (const id of [...new Set(ids)].sort()) {
    const stream = { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence' as const };
    if (await insertLink(tx, home.program.id, home.id, id, act.actorId)) {
      await recordEvent(tx, act, { ...stream, kind: 'evidence_linked', payload: assessment });
    }
    if (accept) await recordEvent(tx, act, { ...stream, kind: 'evidence_accepted', payload: assessment });
  }
  if (accept && ids.length > 0) await acceptEvidence(tx, home.program.id, home.id, ids, act.actorId);
}
