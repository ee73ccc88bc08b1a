/** Puts items of evidence on an assessment, and says so in the history of each item. */
import type pg from 'pg';
import { decideEvidence, linkEvidence as insertLink } from '#lib/data/evidence.ts';
import { recordEvent } from '#lib/data/history.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { actOf, type Context } from './context.ts';

/** @param accept true when the one who links also vouches for the items, as a proposer does */
export async function linkEvidence(
  tx: pg.PoolClient,
  context: Context,
  home: { program: { id: string }; id: string },
  ids: string[],
  accept: boolean,
  pageReference: string | null = null,
): Promise<void> {
  const act = actOf(context);
  const assessment = { programId: home.program.id, assessmentId: home.id };
  const wanted = [...new Set(ids)].sort();
  const linked: string[] = [];
  for (const id of wanted) if (await insertLink(tx, home.program.id, home.id, id, act.actorId, pageReference)) linked.push(id);
  const decision = { ...assessment, evidenceIds: wanted, acceptance: 'accepted' as const, reason: null, byId: act.actorId };
  const accepted = accept ? await decideEvidence(tx, decision) : [];
  for (const id of wanted) {
    const stream = { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence' as const };
    if (linked.includes(id)) {
      await recordEvent(tx, act, {
        ...stream,
        kind: 'evidence_linked',
        payload: { ...assessment, ...(pageReference ? { pageReference } : {}) },
      });
    }
    if (accepted.includes(id)) await recordEvent(tx, act, { ...stream, kind: 'evidence_accepted', payload: assessment });
  }
}
