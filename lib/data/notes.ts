/** Notes on assessments, and whom they mention. */
import type { NoteVisibility } from '#lib/domain/note.ts';
import type { Grant } from '#lib/domain/permission.ts';
import type { Queryable } from './client.ts';

export interface NoteView {
  id: string;
  body: string;
  visibility: NoteVisibility;
  author: string;
  recordedAt: string;
  /** The people it mentions. */
  mentions: { id: string; name: string }[];
}

export interface NewNote {
  programId: string;
  id: string;
  assessmentId: string;
  body: string;
  visibility: NoteVisibility;
  authorId: string;
  mentions: readonly string[];
}

export async function insertNote(tx: Queryable, note: NewNote): Promise<void> {
  await tx.query(
    `INSERT INTO note (program_id, id, assessment_id, body, visibility, author_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())`,
    [note.programId, note.id, note.assessmentId, note.body, note.visibility, note.authorId],
  );
  await tx.query(
    `INSERT INTO note_mention (program_id, note_id, principal_id, recorded_at) SELECT $1, $2, p, clock_timestamp() FROM unnest($3::uuid[]) p`,
    [note.programId, note.id, note.mentions],
  );
}

export interface NoteQuery {
  programId: string;
  assessmentId: string;
  knownAt: string;
  /** Only notes of these; which they are is a question of who asks. */
  visibilities: readonly NoteVisibility[];
}

/** Notes known at an instant, oldest first. */
export async function listNotes(tx: Queryable, query: NoteQuery): Promise<NoteView[]> {
  const { rows } = await tx.query<NoteView>(
    `SELECT n.id, n.body, n.visibility, p.name AS author, n.recorded_at AS "recordedAt",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'name', q.name) ORDER BY q.name, q.id), '[]')
          FROM note_mention m JOIN principal q ON q.id = m.principal_id WHERE m.program_id = n.program_id AND m.note_id = n.id) AS mentions
     FROM note n JOIN principal p ON p.id = n.author_id
     WHERE n.program_id = $1 AND n.assessment_id = $2 AND n.recorded_at <= $3 AND n.visibility = ANY($4) ORDER BY n.recorded_at, n.id`,
    [query.programId, query.assessmentId, query.knownAt, query.visibilities],
  );
  return rows;
}

export interface ProgramPerson {
  id: string;
  name: string;
  email: string | null;
  grants: Grant[];
}

/** The people who hold a role that counts in a program now, with all roles they hold; by name. */
export async function listProgramPeople(tx: Queryable, programId: string): Promise<ProgramPerson[]> {
  const { rows } = await tx.query<ProgramPerson>(
    `SELECT p.id, p.name, u.email,
       jsonb_agg(jsonb_build_object('role', m.role, 'programId', m.program_id, 'organizationId', m.organization_id)) AS grants
     FROM membership m JOIN principal p ON p.id = m.principal_id LEFT JOIN "user" u ON u.id = p.user_id
     WHERE m.revoked_at IS NULL AND (m.program_id = $1 OR m.program_id IS NULL) AND p.kind = 'person' AND p.disabled_at IS NULL
     GROUP BY p.id, p.name, u.email ORDER BY lower(p.name), p.id LIMIT 5000`,
    [programId],
  );
  return rows;
}

/** Mentions of a person that he has not read are read now. @returns the notes */
export async function markMentionsRead(tx: Queryable, principalId: string, noteIds: readonly string[], at: string): Promise<string[]> {
  const { rows } = await tx.query<{ note_id: string }>(
    'UPDATE note_mention SET read_at = $3 WHERE principal_id = $1 AND note_id = ANY($2) AND read_at IS NULL RETURNING note_id',
    [principalId, noteIds, at],
  );
  return rows.map((row) => row.note_id);
}
