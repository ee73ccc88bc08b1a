/** The funder's own decisions, for the rows of a report. */
import type { Queryable } from './client.ts';

export interface Decision {
  applicationId: string;
  kind: 'decision' | 'report';
  label: string;
  decidedOn: string;
  attributedTo: string | null;
}

export interface DecisionQuery {
  programId: string;
  applicationIds: readonly string[];
  /** Made by the end of this day. */
  asOfDay: string;
  /** Recorded by this instant. */
  knownAt: string;
}

/** The funder's decisions before what others reported of them, each in order of date; nothing for an application without any. */
export async function listDecisions(tx: Queryable, query: DecisionQuery): Promise<Decision[]> {
  if (query.applicationIds.length === 0) return [];
  const { rows } = await tx.query<Decision>(
    `SELECT application_id AS "applicationId", kind, label, decided_on AS "decidedOn", attributed_to AS "attributedTo"
     FROM funder_decision
     WHERE program_id = $1 AND application_id = ANY($2) AND decided_on <= $3 AND recorded_at <= $4 AND (superseded_at IS NULL OR superseded_at > $4)
     ORDER BY kind = 'report', decided_on, id`,
    [query.programId, query.applicationIds, query.asOfDay, query.knownAt],
  );
  return rows;
}
