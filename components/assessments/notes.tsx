import { MarkdownText } from '#components/ui/markdown.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { NoteForm, type NoteFormProps } from './note-form.tsx';

export interface NoteItem {
  id: string;
  author: string;
  /** For example "today, 3:10 PM". */
  atText: string;
  at: string;
  /** Markdown. */
  body: string;
  /** Who may read it, where that is not everybody on the funder's side. */
  readersText: string | null;
}

export interface NotesProps {
  notes: readonly NoteItem[];
  /** Null: this person may not write notes, or writing is off. */
  form: NoteFormProps | null;
}

/** Working notes of those who may see this assessment. They prove nothing and change nothing. */
export function Notes({ notes, form }: NotesProps) {
  return (
    <section className="panel panel-padded" id="notes" aria-label="Notes">
      <h2>Notes</h2>
      {notes.length === 0 && <p className="muted">None yet.</p>}
      <ol className="notes">
        {notes.map((note) => (
          <li key={note.id} id={`note-${note.id}`}>
            <MarkdownText text={note.body} />
            <p className="muted small">
              {note.author}, <time dateTime={note.at}>{note.atText}</time> {note.readersText && <Tag>{note.readersText}</Tag>}
            </p>
          </li>
        ))}
      </ol>
      {form && <NoteForm {...form} />}
    </section>
  );
}
