/** What the program already knows of a request, so that it may be left out of a status change. */
import type pg from 'pg';
import type { Status } from '#lib/domain/status.ts';
import type { AssessmentHome } from './load-assessment.ts';

/** Values for the fields of `to` that the record already holds. Only `requested` has any. */
export async function knownDetails(tx: pg.PoolClient, home: AssessmentHome, to: Status): Promise<Record<string, string>> {
  if (to !== 'requested') return {};
  const { rows } = await tx.query<{ recipient: string | null; sent_on: string | null; due_on: string | null; basis: string | null }>(
    `SELECT ap.addressee AS recipient, r.sent_on, d.due_on, d.basis
     FROM program p
     LEFT JOIN application ap ON ap.program_id = p.id AND ap.id = $2
     LEFT JOIN LATERAL (SELECT rq.sent_on, rq.deadline_id FROM request rq
       JOIN request_item ri ON ri.program_id = rq.program_id AND ri.request_id = rq.id
       JOIN assessment asked ON asked.program_id = ri.program_id AND asked.id = ri.assessment_id AND asked.application_id = $2
       WHERE rq.program_id = p.id AND rq.superseded_at IS NULL ORDER BY rq.sent_on, rq.id LIMIT 1) r ON true
     LEFT JOIN deadline d ON d.program_id = p.id AND d.id = r.deadline_id
     WHERE p.id = $1`,
    [home.program.id, home.applicationId],
  );
  const row = rows[0];
  const known: Record<string, string> = {};
  if (row?.recipient) known.recipient = row.recipient;
  if (row?.sent_on) known.sentOn = row.sent_on;
  if (row?.due_on) known.dueOn = row.due_on;
  if (row?.basis) known.dueBasis = row.basis;
  return known;
}
