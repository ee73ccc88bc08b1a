import { randomUUID } from 'node:crypto';
import { Notes } from '#components/assessments/notes.tsx';
import { visibilityLabels } from '#lib/domain/note.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { getNotes } from '#lib/operations/get-notes.ts';
import type { PageView } from '#lib/server/page.ts';
import { noteAction } from '../../../_actions/note-actions.ts';

/** The notes that the reader may read, and the form for one more. */
export async function NotesPanel({ assessmentId, view }: { assessmentId: string; view: PageView }) {
  const { notes, writes, people, version } = await getNotes(view.context, assessmentId, { asOf: view.asOf, knownAt: view.knownAt });
  if (writes.length === 0 && notes.length === 0) return null;
  const { zone } = view.program;
  return (
    <Notes
      key={`notes-${version}-${notes.length}`}
      notes={notes.map((note) => ({
        id: note.id,
        author: note.author,
        at: note.recordedAt,
        atText: formatInstant(note.recordedAt, zone),
        body: note.body,
        readersText: note.visibility === 'funder' ? null : visibilityLabels[note.visibility],
      }))}
      form={
        writes.length === 0
          ? null
          : {
              assessmentId,
              idempotencyKey: randomUUID(),
              readers: writes.map((value) => ({ value, label: visibilityLabels[value] })),
              people,
              action: noteAction,
            }
      }
    />
  );
}
