/** Letters in, as a list of the program: what each answers per question, whether it counts, and what was decided on that. */
import type { Counts } from '#lib/domain/answer.ts';
import type { ReceivedLetter } from '#lib/domain/letter.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { stateSource } from './assessment-sql.ts';
import type { Queryable } from './client.ts';
import { readDueSet } from './due-facts.ts';
import { countsAt } from './response-counting.ts';
import { Parameters } from './sql.ts';

export interface ReceivedQuery {
  program: ProgramView;
  moment: Moment;
  /** Only letters of this organization; null: all. */
  organizationId: string | null;
  counts?: Counts | undefined;
  /** One letter more than this tells that there are more. */
  limit: number;
  /** The recorded instant and id of the last letter of the page before. */
  after?: { recordedAt: string; id: string } | undefined;
}

export type ReceivedRow = ReceivedLetter & { recordedAt: string };

/** Newest first, in the order in which they were recorded. */
export async function listReceivedLetters(tx: Queryable, query: ReceivedQuery): Promise<ReceivedRow[]> {
  const params = new Parameters();
  const known = `${params.add(query.moment.knownAt)}::timestamptz`;
  const day = `${params.add(query.moment.asOfOn)}::date`;
  const counts = countsAt('r', known);
  const state = stateSource(params, query.program.id, query.moment, await readDueSet(tx, query.program, query.moment));
  const zone = params.add(query.program.zone);
  const recordedOn = (row: string): string => `(${row}.recorded_at AT TIME ZONE ${zone}::text)::date`;
  const where = [
    `r.program_id = ${params.add(query.program.id)}`,
    `r.recorded_at <= ${known}`,
    `(r.superseded_at IS NULL OR r.superseded_at > ${known})`,
    `coalesce(r.received_on, r.dated_on, '-infinity'::date) <= ${day}`,
    ...(query.organizationId === null ? [] : [`coalesce(ap.organization_id, r.operator_id) = ${params.add(query.organizationId)}`]),
    ...(query.counts === undefined ? [] : [`${counts} = ${params.add(query.counts)}`]),
    ...(query.after
      ? [`(r.recorded_at, r.id) < (${params.add(query.after.recordedAt)}::timestamptz, ${params.add(query.after.id)}::uuid)`]
      : []),
  ];
  const { rows } = await tx.query<ReceivedRow>(
    `SELECT r.id, r.recorded_at AS "recordedAt", r.author_name AS "authorName", r.answered_by AS "answeredBy", r.dated_on AS "datedOn",
       r.received_on AS "receivedOn", r.summary, ${counts} AS counts,
       jsonb_build_object('organizationId', o.id, 'name', coalesce(j.name || ', ' || j.state, o.name),
         'href', jsonb_build_object('kind', CASE WHEN r.application_id IS NULL THEN 'operator' ELSE 'application' END,
           'id', coalesce(r.application_id, r.operator_id))) AS "from",
       CASE WHEN v.id IS NULL OR v.privileged THEN NULL ELSE jsonb_build_object('id', v.id, 'title', v.title, 'url', v.url) END AS evidence,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('conditionRef', c.ref, 'conditionTitle', c.title, 'assessmentId', n.assessment_id,
           'answer', n.answer, 'note', n.note) ORDER BY c.sort_order), '[]')
         FROM response_answer n JOIN condition c ON c.program_id = n.program_id AND c.id = n.condition_id
         WHERE n.program_id = r.program_id AND n.response_id = r.id AND (n.superseded_at IS NULL OR n.superseded_at > ${known})) AS answers,
       EXISTS (SELECT 1 FROM response f WHERE f.program_id = r.program_id AND f.id <> r.id AND (f.superseded_at IS NULL OR f.superseded_at > ${known})
         AND f.application_id IS NOT DISTINCT FROM r.application_id AND f.operator_id IS NOT DISTINCT FROM r.operator_id
         AND f.recorded_at <= ${known} AND (coalesce(f.received_on, f.dated_on, ${recordedOn('f')}), f.recorded_at)
           < (coalesce(r.received_on, r.dated_on, ${recordedOn('r')}), r.recorded_at)) AS supplementary,
       coalesce(coalesce(r.received_on, r.dated_on) > (SELECT max(s.due_on) FROM response_answer n
         JOIN ${state} s ON s.id = n.assessment_id
         WHERE n.program_id = r.program_id AND n.response_id = r.id), false) AS "afterDue",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('counts', k.counts, 'was', k.was, 'reason', k.reason, 'by', w.name, 'at',
           proviso_instant(k.recorded_at)) ORDER BY k.recorded_at), '[]')
         FROM response_counting k JOIN principal w ON w.id = k.decided_by_id
         WHERE k.program_id = r.program_id AND k.response_id = r.id AND k.recorded_at <= ${known}) AS decisions
     FROM response r
     LEFT JOIN application ap ON ap.program_id = r.program_id AND ap.id = r.application_id
     LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     JOIN organization o ON o.id = coalesce(ap.organization_id, r.operator_id)
     LEFT JOIN evidence v ON v.id = r.evidence_id
     WHERE ${where.join(' AND ')} ORDER BY r.recorded_at DESC, r.id DESC LIMIT ${params.add(query.limit)}`,
    params.values,
  );
  return rows;
}
