/** What the timeline draws besides the public record: lanes, bodies in control, statuses over time, and letters in. */

import type { Answer, Counts } from '#lib/domain/answer.ts';
import { STATUS_EVENT_KINDS, type StatusEventKind } from '#lib/domain/event.ts';
import type { Grade, OrganizationLevel } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import type { Queryable } from './client.ts';
import { countsAt } from './response-counting.ts';

/** One program at one moment. */
export interface TimelineScope {
  programId: string;
  asOf: string;
  knownAt: string;
}

export interface LaneRow {
  applicationId: string;
  name: string;
  state: string;
}

/** Applicants with an assessment that was known at K, by name. */
export async function listLanes(tx: Queryable, scope: TimelineScope, organizationId: string | null, limit: number): Promise<LaneRow[]> {
  const { rows } = await tx.query<LaneRow>(
    `SELECT ap.id AS "applicationId", j.name, j.state
     FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     WHERE ap.program_id = $1 AND ($3::uuid IS NULL OR ap.organization_id = $3)
       AND EXISTS (SELECT 1 FROM assessment a JOIN assessment_period p ON p.program_id = a.program_id AND p.assessment_id = a.id
         WHERE a.program_id = ap.program_id AND a.application_id = ap.id AND p.known_from <= $2)
     ORDER BY ap.sort_name, ap.id LIMIT $4`,
    [scope.programId, scope.knownAt, organizationId, limit],
  );
  return rows;
}

export interface LaneAssessment {
  assessmentId: string;
  applicationId: string;
  conditionId: string;
  conditionRef: string;
  condition: string;
  /** At (T, K). */
  deadlineId: string | null;
  responsible: { id: string; role: 'primary' | 'shared'; name: string; level: OrganizationLevel; runsFacility: boolean }[];
}

/** The assessments of these applications as they were at (T, K), in the order of the conditions. */
export async function listLaneAssessments(
  tx: Queryable,
  scope: TimelineScope,
  applicationIds: readonly string[],
): Promise<LaneAssessment[]> {
  const { rows } = await tx.query<LaneAssessment>(
    `SELECT a.id AS "assessmentId", a.application_id AS "applicationId", c.id AS "conditionId", c.ref AS "conditionRef", c.title AS condition, p.deadline_id AS "deadlineId",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'level', o.level, 'role', e.value->>'role', 'runsFacility',
            EXISTS (SELECT 1 FROM facility_operation f WHERE f.organization_id = o.id AND f.superseded_at IS NULL)) ORDER BY e.ordinality), '[]')
          FROM jsonb_array_elements(p.responsible) WITH ORDINALITY e JOIN organization o ON o.id = (e.value->>'id')::uuid) AS responsible
     FROM assessment a
     JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     JOIN assessment_period p ON p.program_id = a.program_id AND p.assessment_id = a.id
       AND p.valid_from <= $3 AND p.valid_to > $3 AND p.known_from <= $4 AND p.known_to > $4
     WHERE a.program_id = $1 AND a.application_id = ANY($2)
     ORDER BY c.sort_order, a.id`,
    [scope.programId, applicationIds, scope.asOf, scope.knownAt],
  );
  return rows;
}

export interface StatusSpanRow {
  assessmentId: string;
  status: Status;
  /** Instants; `-infinity` and `infinity` for open ends. */
  from: string;
  to: string;
}

/** Statuses over time as known at K, in order of time; nothing that begins after T. Neighbours may have one status. */
export async function listSpans(tx: Queryable, scope: TimelineScope, assessmentIds: readonly string[]): Promise<StatusSpanRow[]> {
  const { rows } = await tx.query<StatusSpanRow>(
    `SELECT assessment_id AS "assessmentId", status, valid_from AS "from", valid_to AS "to"
     FROM assessment_period
     WHERE program_id = $1 AND assessment_id = ANY($2) AND valid_from <= $3 AND known_from <= $4 AND known_to > $4
     ORDER BY assessment_id, valid_from`,
    [scope.programId, assessmentIds, scope.asOf, scope.knownAt],
  );
  return rows;
}

export interface StatusEventRow {
  assessmentId: string;
  sequence: number;
  kind: StatusEventKind;
  from: Status | null;
  to: Status | null;
  reason: string | null;
  actor: { name: string; kind: string };
  effectiveAt: string;
  recordedAt: string;
  /** Recorded when the program was loaded or copied, not by somebody at work on it. */
  loaded: boolean;
  /** The day on which a source first made the letter public that it rests on; null when it rests on none. */
  publicOn: string | null;
}

/** Changes of status and their corrections, effective by T and recorded by K, in order of assessment and sequence. */
export async function listStatusEvents(tx: Queryable, scope: TimelineScope, assessmentIds: readonly string[]): Promise<StatusEventRow[]> {
  const { rows } = await tx.query<StatusEventRow>(
    `SELECT e.stream_id AS "assessmentId", e.sequence, e.kind, t.content->'payload'->>'from' AS "from", t.content->'payload'->>'to' AS "to",
       t.content->>'reason' AS reason, jsonb_build_object('name', p.name, 'kind', p.kind) AS actor, e.effective_at AS "effectiveAt", e.recorded_at AS "recordedAt",
       (p.kind = 'import' OR coalesce(e.request_id = (SELECT m.request_id FROM event m
          WHERE m.program_id = $1 AND m.stream_id = $1 AND m.kind = 'practice_copy_made' LIMIT 1), false)) AS loaded,
       (SELECT min(s.public_on) FROM source s WHERE s.id = ANY (coalesce(
          (SELECT r.source_ids FROM response r WHERE r.program_id = $1 AND r.id = (t.content->'payload'->>'responseId')::uuid),
          (SELECT r.source_ids FROM request r WHERE r.program_id = $1 AND r.id = (t.content->'payload'->>'requestId')::uuid)))) AS "publicOn"
     FROM event e JOIN principal p ON p.id = e.actor_id CROSS JOIN LATERAL (SELECT e.content::jsonb AS content) t
     WHERE e.program_id = $1 AND e.stream_id = ANY($2) AND e.kind = ANY($5) AND e.effective_at <= $3 AND e.recorded_at <= $4
     ORDER BY e.stream_id, e.sequence`,
    [scope.programId, assessmentIds, scope.asOf, scope.knownAt, STATUS_EVENT_KINDS],
  );
  return rows;
}

export interface ResponseRow {
  id: string;
  applicationId: string;
  authorName: string | null;
  datedOn: string | null;
  receivedOn: string | null;
  counts: Counts;
  summary: string | null;
  grade: Grade;
  sourceIds: string[];
  recordedAt: string;
  recordedBy: { name: string; kind: string };
  answers: { conditionRef: string; condition: string; answer: Answer | null }[];
  evidence: { id: string; title: string; issuingBody: string | null; url: string | null; dated: string | null } | null;
}

/** Letters in, as known at K, in order of recording. */
export async function listLaneResponses(tx: Queryable, scope: TimelineScope, applicationIds: readonly string[]): Promise<ResponseRow[]> {
  const { rows } = await tx.query<ResponseRow>(
    `SELECT r.id, r.application_id AS "applicationId", r.author_name AS "authorName", r.dated_on AS "datedOn", r.received_on AS "receivedOn", ${countsAt('r', '$3::timestamptz')} AS counts,
       r.summary, r.grade, r.source_ids AS "sourceIds", r.recorded_at AS "recordedAt", jsonb_build_object('name', p.name, 'kind', p.kind) AS "recordedBy",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('conditionRef', c.ref, 'condition', c.title, 'answer', ra.answer) ORDER BY c.sort_order), '[]')
          FROM response_answer ra JOIN condition c ON c.program_id = ra.program_id AND c.id = ra.condition_id
          WHERE ra.program_id = r.program_id AND ra.response_id = r.id) AS answers,
       CASE WHEN v.id IS NULL THEN NULL ELSE jsonb_build_object('id', v.id, 'title', v.title, 'issuingBody', v.issuing_body, 'url', v.url, 'dated', v.dated_text) END AS evidence
     FROM response r JOIN principal p ON p.id = r.recorded_by_id LEFT JOIN evidence v ON v.id = r.evidence_id AND NOT v.privileged
     WHERE r.program_id = $1 AND r.application_id = ANY($2) AND r.recorded_at <= $3 AND (r.superseded_at IS NULL OR r.superseded_at > $3)
     ORDER BY r.recorded_at, r.id`,
    [scope.programId, applicationIds, scope.knownAt],
  );
  return rows;
}

export interface EntriesRecorded {
  /** Instants by the entry's id. */
  at: Map<string, string>;
  by: { name: string; kind: string } | null;
}

/** When the entries of the public record were recorded, and with what: the import, or whoever made the copy. */
export async function findEntriesRecorded(tx: Queryable, programId: string): Promise<EntriesRecorded> {
  const entries = await tx.query<{ id: string; at: string }>('SELECT id, recorded_at AS at FROM record_entry WHERE program_id = $1', [
    programId,
  ]);
  const loaders = await tx.query<{ name: string; kind: string }>(
    `SELECT p.name, p.kind FROM event e JOIN principal p ON p.id = e.actor_id
     WHERE e.program_id = $1 AND e.stream_id = $1 AND e.kind IN ('record_loaded', 'practice_copy_made') ORDER BY e.sequence LIMIT 1`,
    [programId],
  );
  return { at: new Map(entries.rows.map(({ id, at }) => [id, at])), by: loaders.rows[0] ?? null };
}
