/** Adds an item of evidence inside a change, and says so in the history of the item. */
import type pg from 'pg';
import { insertEvidence } from '#lib/data/evidence.ts';
import { recordEvent } from '#lib/data/history.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import type { EvidenceClass } from '#lib/domain/evidence-class.ts';
import { actOf, type Context } from './context.ts';

export interface EvidenceFacts {
  title: string;
  class: EvidenceClass;
  issuingBody?: string | undefined;
  url?: string | undefined;
  /** Dates are `YYYY-MM-DD`. */
  datedOn?: string | undefined;
  receivedOn?: string | undefined;
  inForceFrom?: string | undefined;
  inForceTo?: string | undefined;
  /** Pasted text, kept with its SHA-256. */
  text?: string | undefined;
}

/** Returns the item's id. It is not linked to anything yet. */
export async function addEvidence(tx: pg.PoolClient, context: Context, facts: EvidenceFacts): Promise<string> {
  const act = actOf(context);
  const id = await insertEvidence(tx, {
    class: facts.class,
    title: facts.title,
    issuingBody: facts.issuingBody ?? null,
    url: facts.url ?? null,
    datedText: facts.datedOn ?? null,
    datedOn: facts.datedOn ?? null,
    receivedOn: facts.receivedOn ?? null,
    inForceFrom: facts.inForceFrom ?? null,
    inForceTo: facts.inForceTo ?? null,
    grade: 'primary',
    sourceIds: [],
    text: facts.text ?? null,
    addedById: act.actorId,
  });
  const payload = { class: facts.class, title: facts.title, url: facts.url ?? null };
  await recordEvent(tx, act, { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence', kind: 'evidence_added', payload });
  return id;
}
