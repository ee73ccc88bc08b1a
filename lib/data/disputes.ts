/** Objections and requests for reconsideration. */
import { seenAt } from '#lib/domain/as-of.ts';
import type { DisputeKind, DisputeState, DisputeView } from '#lib/domain/dispute.ts';
import type { Queryable } from './client.ts';

export interface NewDispute {
  programId: string;
  id: string;
  assessmentId: string;
  kind: DisputeKind;
  organizationId: string;
  grounds: string;
  asked: string;
  evidenceIds: string[];
  /** Of the finding it is about; null where nothing was found yet. */
  proposalId: string | null;
  openedOn: string;
  openedById: string;
  openedOnBehalfOfId: string | null;
}

export async function insertDispute(tx: Queryable, dispute: NewDispute): Promise<void> {
  await tx.query(
    `INSERT INTO dispute (program_id, id, assessment_id, kind, organization_id, grounds, asked, evidence_ids, proposal_id, opened_on,
       opened_by_id, opened_on_behalf_of_id, recorded_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp(), 'open')`,
    [
      dispute.programId,
      dispute.id,
      dispute.assessmentId,
      dispute.kind,
      dispute.organizationId,
      dispute.grounds,
      dispute.asked,
      dispute.evidenceIds,
      dispute.proposalId,
      dispute.openedOn,
      dispute.openedById,
      dispute.openedOnBehalfOfId,
    ],
  );
}

export interface Dispute extends DisputeView {
  programId: string;
  proposalId: string | null;
  openedById: string;
  openedOnBehalfOfId: string | null;
}

const SELECT = `SELECT d.program_id AS "programId", d.id, d.assessment_id AS "assessmentId", d.kind, d.grounds, d.asked,
    d.evidence_ids AS "evidenceIds", d.proposal_id AS "proposalId", d.opened_on AS "openedOn", d.opened_by_id AS "openedById",
    d.opened_on_behalf_of_id AS "openedOnBehalfOfId", a.name AS "openedBy", d.recorded_at AS "recordedAt", d.state,
    w.name AS "decidedBy", d.decided_at AS "decidedAt", d.decision, jsonb_build_object('id', o.id, 'name', o.name) AS organization
  FROM dispute d JOIN organization o ON o.id = d.organization_id JOIN principal a ON a.id = d.opened_by_id
  LEFT JOIN principal w ON w.id = d.decided_by_id`;

export async function findDispute(tx: Queryable, id: string): Promise<Dispute | null> {
  const { rows } = await tx.query<Dispute>(`${SELECT} WHERE d.id = $1`, [id]);
  return rows[0] ?? null;
}

/** The disputes of an assessment at both times, newest first: one decided later than either was open then. */
export async function listDisputes(
  tx: Queryable,
  programId: string,
  assessmentId: string,
  moment: { asOf: string; asOfOn: string; knownAt: string },
): Promise<DisputeView[]> {
  const seen = seenAt(moment);
  const { rows } = await tx.query<Dispute>(
    `${SELECT} WHERE d.program_id = $1 AND d.assessment_id = $2 AND d.recorded_at <= $3 AND d.opened_on <= $4
     ORDER BY d.recorded_at DESC, d.id DESC`,
    [programId, assessmentId, moment.knownAt, moment.asOfOn],
  );
  return rows.map(({ programId: _program, proposalId: _proposal, openedById: _by, openedOnBehalfOfId: _for, ...view }) =>
    view.decidedAt !== null && view.decidedAt > seen
      ? { ...view, state: 'open' as const, decidedBy: null, decidedAt: null, decision: null }
      : view,
  );
}

/** Ends an open dispute; the caller holds the assessment's lock and has asked that it is open. */
export async function closeDispute(
  tx: Queryable,
  dispute: { programId: string; id: string },
  state: Exclude<DisputeState, 'open'>,
  decider: { id: string; onBehalfOfId: string | null },
  decision: string,
): Promise<void> {
  await tx.query(
    `UPDATE dispute SET state = $3, decided_by_id = $4, decided_on_behalf_of_id = $5, decided_at = clock_timestamp(), decision = $6
     WHERE program_id = $1 AND id = $2 AND state = 'open'`,
    [dispute.programId, dispute.id, state, decider.id, decider.onBehalfOfId, decision],
  );
}

/** Whether another dispute of this assessment is still open. */
export async function hasOtherOpenDispute(tx: Queryable, programId: string, assessmentId: string, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT 1 FROM dispute WHERE program_id = $1 AND assessment_id = $2 AND state = 'open' AND id <> $3 LIMIT 1`,
    [programId, assessmentId, id],
  );
  return (rowCount ?? 0) > 0;
}

/** The approved proposal behind the conclusion that stands, newest first; null while nothing is concluded. */
export async function findStandingProposal(tx: Queryable, programId: string, assessmentId: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT p.id FROM proposal p JOIN assessment a ON a.program_id = p.program_id AND a.id = p.assessment_id AND a.status = p.to_status
     WHERE p.program_id = $1 AND p.assessment_id = $2 AND p.state = 'approved' ORDER BY p.decided_at DESC LIMIT 1`,
    [programId, assessmentId],
  );
  return rows[0]?.id ?? null;
}

/**
 * SQL of the persons who proposed and approved the finding that is disputed, the one that stands, and those of the operators'
 * assessments that it is taken from, through however many. A token counts as the person it acted for. The arguments are SQL:
 * the program, the assessment, and the proposal that stood when the dispute was opened.
 */
const makersOf = (programId: string, assessmentId: string, disputedId: string): string =>
  `WITH RECURSIVE concerned AS (SELECT ${assessmentId} AS id
      UNION SELECT part.assessment_id FROM concerned c
        JOIN reliance r ON r.program_id = ${programId} AND r.assessment_id = c.id
        JOIN reliance_part part ON part.program_id = r.program_id AND part.reliance_id = r.id)
   SELECT DISTINCT unnest(ARRAY[coalesce(p.proposed_on_behalf_of_id, p.proposed_by_id), coalesce(p.decided_on_behalf_of_id, p.decided_by_id)]) AS maker
   FROM concerned c JOIN assessment a ON a.program_id = ${programId} AND a.id = c.id
   JOIN proposal p ON p.program_id = a.program_id AND p.assessment_id = a.id AND p.state = 'approved'
     AND (p.id = ${disputedId} OR p.to_status = a.status)`;

/** SQL of whether a person may decide on a dispute `d`: neither who recorded it nor a maker of the finding does. */
export const decidedByOther = (person: string): string =>
  `(coalesce(d.opened_on_behalf_of_id, d.opened_by_id) <> ${person}
    AND NOT EXISTS (SELECT FROM (${makersOf('d.program_id', 'd.assessment_id', 'd.proposal_id')}) made WHERE made.maker = ${person}))`;

/** The makers of the finding that is disputed: they do not decide on it. */
export async function listMakers(tx: Queryable, dispute: Pick<Dispute, 'programId' | 'assessmentId' | 'proposalId'>): Promise<string[]> {
  const { rows } = await tx.query<{ maker: string | null }>(makersOf('$1', '$2::uuid', '$3'), [
    dispute.programId,
    dispute.assessmentId,
    dispute.proposalId,
  ]);
  return rows.flatMap(({ maker }) => maker ?? []);
}

/** Organizations that may speak on an assessment: its own subject, and who is responsible for acting. */
export async function listConcerned(tx: Queryable, programId: string, assessmentId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `SELECT o.id, o.name FROM assessment a
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     JOIN organization o ON o.id = coalesce(ap.organization_id, a.operator_id)
       OR o.id IN (SELECT (e.value->>'id')::uuid FROM jsonb_array_elements(a.responsible) e)
     WHERE a.program_id = $1 AND a.id = $2 ORDER BY o.id <> coalesce(ap.organization_id, a.operator_id), o.name`,
    [programId, assessmentId],
  );
  return rows;
}
