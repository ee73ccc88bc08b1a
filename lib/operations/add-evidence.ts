/** Adds an item of evidence inside a change, and says so in the history of the item. */
import type pg from 'pg';
import { insertEvidence } from '#lib/data/evidence.ts';
import type { StoredFile } from '#lib/data/files/file-store.ts';
import { recordEvent } from '#lib/data/history.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import type { Sensitivity } from '#lib/domain/evidence.ts';
import type { EvidenceClass } from '#lib/domain/evidence-class.ts';
import { actOf, type Context } from './context.ts';

export interface EvidenceFacts {
  title: string;
  class: EvidenceClass;
  issuingBody?: string | undefined;
  /** Whose act, record or statement it is, where that is an organization on record. */
  issuerOrganizationId?: string | null | undefined;
  url?: string | undefined;
  /** When the link was read; absent: now. */
  retrievedAt?: string | undefined;
  /** For example a section of a code or a docket entry. */
  citation?: string | undefined;
  /** Dates are `YYYY-MM-DD`. */
  datedOn?: string | undefined;
  receivedOn?: string | undefined;
  inForceFrom?: string | undefined;
  inForceTo?: string | undefined;
  sensitivity?: Sensitivity | undefined;
  privileged?: boolean | undefined;
  note?: string | undefined;
  /** Pasted text, kept with its SHA-256. */
  text?: string | undefined;
  /** A file that was stored before this change began; instead of text. */
  file?: StoredFile | undefined;
}

const saidOf = ({ class: evidenceClass, title, url, citation, issuerOrganizationId, privileged }: EvidenceFacts) => ({
  class: evidenceClass,
  title,
  url: url ?? null,
  ...(citation ? { citation } : {}),
  ...(issuerOrganizationId ? { issuerOrganizationId } : {}),
  ...(privileged ? { privileged } : {}),
});

/** What the history says of a file: enough to know the bytes again. */
export const keptOf = ({ sha256, fileName, mediaType, sizeBytes, scan }: StoredFile) => ({ sha256, fileName, mediaType, sizeBytes, scan });

/** Returns the item's id. It is not linked to anything yet, and nobody sees it before it is. */
export async function addEvidenceItem(tx: pg.PoolClient, context: Context, facts: EvidenceFacts): Promise<string> {
  const act = actOf(context);
  const { issuingBody = null, url = null, datedOn = null, receivedOn = null, text = null, file = null } = facts;
  const id = await insertEvidence(tx, {
    ...facts,
    issuingBody,
    url,
    datedText: datedOn,
    datedOn,
    receivedOn,
    grade: 'primary',
    sourceIds: [],
    text: file ? null : text,
    file,
    addedById: act.actorId,
  });
  const payload = { ...saidOf(facts), ...(file ? keptOf(file) : {}) };
  await recordEvent(tx, act, { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence', kind: 'evidence_added', payload });
  return id;
}

/** The same, under its older name. */
export const addEvidence = addEvidenceItem;
