/** Templates of letters, by name and version. */
import type { Queryable } from './client.ts';

export interface LetterTemplate {
  id: string;
  name: string;
  version: number;
  subject: string;
  body: string;
  savedBy: string;
  savedAt: string;
  /** False: a later version has taken its place. */
  current: boolean;
}

const SELECT = `SELECT t.id, t.name, t.version, t.subject, t.body, a.name AS "savedBy", t.recorded_at AS "savedAt", t.superseded_at IS NULL AS current
  FROM letter_template t JOIN principal a ON a.id = t.saved_by_id`;

export async function findTemplate(tx: Queryable, programId: string, id: string): Promise<LetterTemplate | null> {
  const { rows } = await tx.query<LetterTemplate>(`${SELECT} WHERE t.program_id = $1 AND t.id = $2`, [programId, id]);
  return rows[0] ?? null;
}

/** Every version, the newest of each name first. */
export async function listTemplates(tx: Queryable, programId: string): Promise<LetterTemplate[]> {
  const { rows } = await tx.query<LetterTemplate>(`${SELECT} WHERE t.program_id = $1 ORDER BY lower(t.name), t.name, t.version DESC`, [
    programId,
  ]);
  return rows;
}

/** Takes the name until the transaction ends, and says which version stands; 0 for a new name. */
export async function lockTemplateName(tx: Queryable, programId: string, name: string): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('proviso.template.' || $1 || '.' || $2, 0))`, [programId, name]);
  const { rows } = await tx.query<{ version: number }>(
    'SELECT coalesce(max(version), 0)::int AS version FROM letter_template WHERE program_id = $1 AND name = $2',
    [programId, name],
  );
  return rows[0]?.version ?? 0;
}

export async function insertTemplate(
  tx: Queryable,
  template: { programId: string; id: string; name: string; version: number; subject: string; body: string; savedById: string },
): Promise<void> {
  await tx.query(
    'UPDATE letter_template SET superseded_at = clock_timestamp() WHERE program_id = $1 AND name = $2 AND superseded_at IS NULL',
    [template.programId, template.name],
  );
  await tx.query(
    `INSERT INTO letter_template (program_id, id, name, version, subject, body, saved_by_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())`,
    [template.programId, template.id, template.name, template.version, template.subject, template.body, template.savedById],
  );
}
