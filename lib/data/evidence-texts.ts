/** The first versions of items of evidence, as they were handed in. */
import type { Queryable } from './client.ts';

export interface KeptText {
  evidenceId: string;
  sha256: string;
  /** Null when the bytes are kept elsewhere. */
  content: string | null;
}

export async function listKeptTexts(tx: Queryable, evidenceIds: string[]): Promise<KeptText[]> {
  const { rows } = await tx.query<KeptText>(
    'SELECT evidence_id AS "evidenceId", sha256, content FROM evidence_version WHERE evidence_id = ANY($1::uuid[]) AND version = 1',
    [evidenceIds],
  );
  return rows;
}
