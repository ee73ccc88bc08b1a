/** Proposals of findings and closures. */
import type { Status } from '#lib/domain/status.ts';
import type { Queryable } from './client.ts';

export interface Proposal {
  programId: string;
  id: string;
  assessmentId: string;
  kind: 'status_changed' | 'status_corrected';
  to: Status;
  reason: string;
  effectiveAt: string | null;
  details: Record<string, string>;
  evidenceIds: string[];
  baseStateVersion: number;
  /** The program's rule when this was proposed: then it needs another person, whatever the rule is now. */
  twoPersonRule: boolean;
  state: 'open' | 'approved' | 'returned' | 'outdated';
  proposedById: string;
  /** The person for whom a token proposed. */
  proposedOnBehalfOfId: string | null;
  proposedByName: string;
  proposedAt: string;
  decidedByName: string | null;
  decidedAt: string | null;
  comment: string | null;
}

const SELECT = `SELECT p.program_id AS "programId", p.id, p.assessment_id AS "assessmentId", p.kind, p.to_status AS "to", p.reason,
    p.effective_at AS "effectiveAt", p.details, p.evidence_ids AS "evidenceIds", p.base_state_version AS "baseStateVersion", p.two_person_rule AS "twoPersonRule", p.state,
    p.proposed_by_id AS "proposedById", p.proposed_on_behalf_of_id AS "proposedOnBehalfOfId", a.name AS "proposedByName", p.proposed_at AS "proposedAt", d.name AS "decidedByName",
    p.decided_at AS "decidedAt", p.comment
  FROM proposal p JOIN principal a ON a.id = p.proposed_by_id LEFT JOIN principal d ON d.id = p.decided_by_id`;

/** Which program and assessment a proposal belongs to. */
export async function findProposal(tx: Queryable, id: string): Promise<Proposal | null> {
  const { rows } = await tx.query<Proposal>(`${SELECT} WHERE p.id = $1`, [id]);
  return rows[0] ?? null;
}

/** All proposals of an assessment known at an instant, newest first. */
export async function listProposals(tx: Queryable, programId: string, assessmentId: string, knownAt: string): Promise<Proposal[]> {
  const { rows } = await tx.query<Proposal>(
    `${SELECT} WHERE p.program_id = $1 AND p.assessment_id = $2 AND p.proposed_at <= $3 ORDER BY p.proposed_at DESC`,
    [programId, assessmentId, knownAt],
  );
  return rows;
}

export interface NewProposal {
  programId: string;
  id: string;
  assessmentId: string;
  kind: 'status_changed' | 'status_corrected';
  to: Status;
  reason: string;
  effectiveAt: string | null;
  details: Record<string, unknown>;
  evidenceIds: string[];
  baseStateVersion: number;
  proposedById: string;
  proposedOnBehalfOfId: string | null;
}

/** Returns false when another proposal is open. */
export async function insertProposal(tx: Queryable, proposal: NewProposal): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO proposal (program_id, id, assessment_id, kind, to_status, reason, effective_at, details, evidence_ids, base_state_version, state,
       proposed_by_id, proposed_on_behalf_of_id, proposed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, clock_timestamp())
     ON CONFLICT (program_id, assessment_id) WHERE state = 'open' DO NOTHING`,
    [
      proposal.programId,
      proposal.id,
      proposal.assessmentId,
      proposal.kind,
      proposal.to,
      proposal.reason,
      proposal.effectiveAt,
      JSON.stringify(proposal.details),
      proposal.evidenceIds,
      proposal.baseStateVersion,
      proposal.proposedById,
      proposal.proposedOnBehalfOfId,
    ],
  );
  return rowCount === 1;
}

/** Closes an open proposal in the name of whoever decided, and of the person a token acted for. */
export async function closeProposal(
  tx: Queryable,
  proposal: Proposal,
  state: 'approved' | 'returned',
  decider: { id: string; onBehalfOfId: string | null },
  comment: string | null,
): Promise<void> {
  await tx.query(
    `UPDATE proposal SET state = $3, decided_by_id = $4, decided_on_behalf_of_id = $5, decided_at = clock_timestamp(), comment = $6
     WHERE program_id = $1 AND id = $2 AND state = 'open'`,
    [proposal.programId, proposal.id, state, decider.id, decider.onBehalfOfId, comment],
  );
}

/** Whether a proposal is open for an assessment; the caller holds its lock. */
export async function hasOpenProposal(tx: Queryable, programId: string, assessmentId: string): Promise<boolean> {
  const { rowCount } = await tx.query(`SELECT 1 FROM proposal WHERE program_id = $1 AND assessment_id = $2 AND state = 'open'`, [
    programId,
    assessmentId,
  ]);
  return (rowCount ?? 0) > 0;
}
