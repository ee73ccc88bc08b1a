/** The notes on one assessment that the asker may read, and what is needed to write one. */
import { listNotes, type NoteView } from '#lib/data/notes.ts';
import { translated } from '#lib/data/transaction.ts';
import { NOTE_VISIBILITIES, type NoteVisibility, readableNotes, writesNote } from '#lib/domain/note.ts';
import { may } from '#lib/domain/permission.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, requireActor } from './context.ts';
import { getAssessment } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';
import { listMentionable } from './note-people.ts';

export interface NotePage {
  program: ProgramView;
  moment: Moment;
  version: number;
  /** Oldest first. */
  notes: NoteView[];
  /** Whom the asker may write for; empty: he may write none, or the page is rewound. */
  writes: NoteVisibility[];
  /** What stands between the brackets of a mention, of everybody who may read at least one kind that the asker writes. */
  people: string[];
}

/** @throws AppError `unauthenticated`, `not_found`, `invalid_request`, `as_of_in_future` */
export async function getNotes(context: Context, id: string, input: MomentInput): Promise<NotePage> {
  const { home, moment, row } = await getAssessment(context, id, input);
  const { program } = home;
  const { grants } = requireActor(context);
  const writes = moment.live ? NOTE_VISIBILITIES.filter((visibility) => may(grants, writesNote[visibility], program.id)) : [];
  const [notes, people] = await Promise.all([
    translated(
      listNotes(context.db.pool, {
        programId: program.id,
        assessmentId: id,
        knownAt: moment.knownAt,
        visibilities: readableNotes(grants, program.id, home.organizationId),
      }),
    ),
    writes.length > 0 ? translated(listMentionable(context.db.pool, home)) : [],
  ]);
  const readers = people.filter(({ reads }) => reads.some((visibility) => writes.includes(visibility)));
  return { program, moment, version: row.version, notes, writes, people: readers.map(({ label }) => label) };
}
