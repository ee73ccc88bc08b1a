/** Notes on assessments. */
import type { Queryable } from './client.ts';

export interface NoteView {
  id: string;
  body: string;
  author: string;
  recordedAt: string;
}

export async function insertNote(
  tx: Queryable,
  note: { programId: string; id: string; assessmentId: string; body: string; authorId: string },
): Promise<void> {
  await tx.query(
    'INSERT INTO note (program_id, id, assessment_id, body, author_id, recorded_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())',
    [note.programId, note.id, note.assessmentId, note.body, note.authorId],
  );
}

/** Notes known at an instant, oldest first. */
export async function listNotes(tx: Queryable, programId: string, assessmentId: string, knownAt: string): Promise<NoteView[]> {
  const { rows } = await tx.query<NoteView>(
    `SELECT n.id, n.body, p.name AS author, n.recorded_at AS "recordedAt" FROM note n JOIN principal p ON p.id = n.author_id
     WHERE n.program_id = $1 AND n.assessment_id = $2 AND n.recorded_at <= $3 ORDER BY n.recorded_at`,
    [programId, assessmentId, knownAt],
  );
  return rows;
}
