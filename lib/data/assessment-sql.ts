/** The SQL of an assessment row: where its changing values come from, and how a row is joined to its names. */
import type { DueSet } from '#lib/domain/due-set.ts';
import type { Moment, SubjectKind } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { withEffectiveDue } from './due-facts.ts';
import { countsAt } from './response-counting.ts';
import type { Parameters } from './sql.ts';
import { type PastTimes, restsOnWithdrawn } from './withdrawn.ts';

export type { PastTimes } from './withdrawn.ts';

/**
 * Values that change come from the row itself when live, and from the period that holds at (T, K) when rewound.
 * @param due what moves deadlines; null when nothing does
 */
export const stateSource = (params: Parameters, programId: string, moment: Moment, due: DueSet | null): string =>
  withEffectiveDue(params, storedState(params, programId, moment), due);

function storedState(params: Parameters, programId: string, moment: Moment): string {
  const program = params.add(programId);
  if (moment.live) {
    return `(SELECT program_id, id, subject_kind, application_id, operator_id, condition_id, condition_version_id, status, answer,
      deadline_id, due_on, due_at, paused, disputed, controlled_elsewhere, assignee_id, expires_on, responsible, relies_on, version, state_version AS effect_version, updated_at, sort_name, NULL::uuid AS pending_id, NULL::date AS wanted_on
      FROM assessment WHERE program_id = ${program})`;
  }
  const asOf = params.add(moment.asOf);
  const knownAt = params.add(moment.knownAt);
  return `(SELECT a.program_id, a.id, a.subject_kind, a.application_id, a.operator_id, a.condition_id, p.condition_version_id, p.status,
      p.answer, p.deadline_id, p.due_on, p.due_at, p.paused, p.disputed, p.controlled_elsewhere, p.assignee_id, p.expires_on, p.responsible, p.relies_on,
      p.version, p.version AS effect_version, p.changed_at AS updated_at, a.sort_name, NULL::uuid AS pending_id, NULL::date AS wanted_on
    FROM assessment a
    JOIN assessment_period p ON p.program_id = a.program_id AND p.assessment_id = a.id
      AND p.valid_from <= ${asOf} AND p.valid_to > ${asOf} AND p.known_from <= ${knownAt} AND p.known_to > ${knownAt}
    WHERE a.program_id = ${program})`;
}

/** A row as SQL returns it, before flags are derived. */
export interface AssessmentRecord {
  id: string;
  program_id: string;
  subject_kind: SubjectKind;
  subject_id: string;
  subject_name: string;
  place_name: string | null;
  geoid: string | null;
  state: string | null;
  time_zone: string | null;
  condition_ref: string;
  condition_title: string;
  status: Status;
  answer: string | null;
  due_on: string | null;
  due_at: string | null;
  deadline_id: string | null;
  pending_id: string | null;
  wanted_on: string | null;
  zone_stated: boolean | null;
  paused: boolean;
  disputed: boolean;
  controlled_elsewhere: boolean;
  expires_on: string | null;
  /** The conclusion, or the one that it was taken from, names evidence that was superseded or sealed. */
  rests_on_withdrawn: boolean;
  answered_on: string | null;
  responsible: { id: string; name: string; level: string; role: 'primary' | 'shared' }[];
  relies_on: { assessmentId: string; operator: string }[];
  assignee_id: string | null;
  assignee_name: string | null;
  proposal_id: string | null;
  proposal_to: Status | null;
  proposal_by: string | null;
  proposal_at: string | null;
  version: number;
  updated_at: string;
  effective_at: string;
  sort_name: string;
  status_order: number;
}

/**
 * Names are joined to the rows of `page` only, after the page was cut.
 * @param at placeholders: the earlier of the two times, and the time of knowledge; null where everything is now, so that no
 *   clock but the database's decides what is open
 * @param more columns besides, of the page `s`, the deadline `d` or what else is joined here
 */
export const joinNames = (page: string, at: PastTimes | null, more: readonly string[] = []): string => `
  SELECT ${more.map((column) => `${column}, `).join('')}s.id, s.program_id, s.subject_kind, coalesce(s.application_id, s.operator_id) AS subject_id, o.name AS subject_name,
    j.name AS place_name, j.geoid, j.state, j.time_zone, c.ref AS condition_ref, c.title AS condition_title, s.status, s.answer,
    s.deadline_id, s.due_on, s.due_at, s.pending_id, s.wanted_on, d.zone_stated, s.paused, s.disputed, s.controlled_elsewhere, s.expires_on, s.version, s.updated_at, s.sort_name,
    ${restsOnWithdrawn('s', at)} AS rests_on_withdrawn,
    st.sort_order AS status_order, s.assignee_id, w.name AS assignee_name,
    q.id AS proposal_id, q.to_status AS proposal_to, qp.name AS proposal_by, q.proposed_at AS proposal_at,
    (SELECT e.effective_at FROM event e WHERE e.program_id = s.program_id AND e.stream_id = s.id AND e.sequence = s.effect_version) AS effective_at,
    (SELECT min(coalesce(r.received_on, r.dated_on)) FROM response_answer ra
       JOIN response r ON r.program_id = ra.program_id AND r.id = ra.response_id
       WHERE ra.program_id = s.program_id AND ra.assessment_id = s.id AND ${at ? countsAt('r', at.known) : 'r.counts'} = 'yes' AND ${asKnown('r', at)} AND ${notSuperseded('ra', at)}) AS answered_on,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', ro.id, 'name', ro.name, 'level', ro.level, 'role', e.value->>'role') ORDER BY e.ordinality), '[]')
       FROM jsonb_array_elements(s.responsible) WITH ORDINALITY e JOIN organization ro ON ro.id = (e.value->>'id')::uuid) AS responsible,
    ${reliesOn(at)} AS relies_on
  FROM (${page}) s
  LEFT JOIN application ap ON ap.program_id = s.program_id AND ap.id = s.application_id
  LEFT JOIN organization o ON o.id = coalesce(ap.organization_id, s.operator_id)
  LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id
  JOIN condition c ON c.program_id = s.program_id AND c.id = s.condition_id
  JOIN status st ON st.id = s.status
  LEFT JOIN deadline d ON d.program_id = s.program_id AND d.id = s.deadline_id
  LEFT JOIN principal w ON w.id = s.assignee_id
  LEFT JOIN LATERAL (SELECT id, to_status, proposed_at, proposed_by_id FROM proposal p
     WHERE p.program_id = s.program_id AND p.assessment_id = s.id
       AND ${at ? `p.proposed_at <= ${at.seen} AND (p.state = 'open' OR p.decided_at > ${at.seen})` : `p.state = 'open'`}
     ORDER BY p.proposed_at DESC LIMIT 1) q ON true
  LEFT JOIN principal qp ON qp.id = q.proposed_by_id`;

/** Whose finding it takes: the reliances in force at T as known at K, by operator. Few assessments have any. */
const reliesOn = (
  at: PastTimes | null,
): string => `(SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('assessmentId', a.id, 'operator', ro.name)), '[]')
    FROM reliance l JOIN program g ON g.id = l.program_id
    CROSS JOIN LATERAL (SELECT (${at ? at.asOf : 'now()'} AT TIME ZONE g.zone)::date AS today) d
    JOIN reliance_part p ON p.program_id = l.program_id AND p.reliance_id = l.id
    JOIN assessment a ON a.program_id = p.program_id AND a.id = p.assessment_id JOIN organization ro ON ro.id = a.operator_id
    WHERE l.program_id = s.program_id AND l.assessment_id = s.id AND l.valid_from <= d.today AND (l.valid_to IS NULL OR l.valid_to >= d.today)
      ${at ? `AND l.recorded_at <= ${at.known}` : ''}
      AND NOT EXISTS (SELECT FROM reliance_end x WHERE x.program_id = l.program_id AND x.reliance_id = l.id AND x.ended_on <= d.today
        ${at ? `AND x.recorded_at <= ${at.known}` : ''}))`;

const notSuperseded = (alias: string, at: { known: string } | null): string =>
  at ? `(${alias}.superseded_at IS NULL OR ${alias}.superseded_at > ${at.known})` : `${alias}.superseded_at IS NULL`;

/** On record at the time of knowledge: recorded by then, and not superseded by then. */
const asKnown = (alias: string, at: { known: string } | null): string =>
  at ? `${alias}.recorded_at <= ${at.known} AND ${notSuperseded(alias, at)}` : notSuperseded(alias, at);
