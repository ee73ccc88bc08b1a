/** Adds a remark to an assessment. It changes no state and outdates no proposal. */
import type pg from 'pg';
import { z } from 'zod';
import { lockAssessment } from '#lib/data/assessments.ts';
import { recordStatus as appendEvent, recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertNote } from '#lib/data/notes.ts';
import { AppError } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { NOTE_VISIBILITIES, type NoteVisibility, writesNote } from '#lib/domain/note.ts';
import { may } from '#lib/domain/permission.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';
import { resolveMentions } from './note-people.ts';
import { write } from './write.ts';

const noteInput = z.strictObject({
  /** Markdown. A mention is written `@[Name]`. */
  body: z.string().max(10_000, 'The note is too long: at most 10,000 characters.'),
  visibility: z.enum(NOTE_VISIBILITIES, { error: 'Choose who may read the note.' }).optional(),
});

/** @throws AppError `field_required` for an empty note, `forbidden`, `invalid_request` for a mention of somebody who may not read it */
export async function addNote(context: Context, id: string, body: unknown): Promise<{ id: string }> {
  const home = await loadHome(context, id, ['add_note', 'mark_privileged']);
  const input = parseInput(noteInput, body);
  const text = input.body.trim();
  const visibility = input.visibility ?? 'funder';
  const actor = requireActor(context);
  if (!may(actor.grants, writesNote[visibility], home.program.id)) {
    throw new AppError('forbidden', 'Your roles in this program do not allow a note of this kind.');
  }
  return write(context, `note:${id}`, input, async (tx) => {
    if (text === '') throw new AppError('field_required', 'Write something first.', { field: 'body' });
    // Before the note, whose foreign key takes a share of the same lock: two at once would each wait for the other's.
    await lockAssessment(tx, home.program.id, id);
    const mentions = await resolveMentions(tx, home, text, visibility);
    const noteId = newId();
    await insertNote(tx, {
      programId: home.program.id,
      id: noteId,
      assessmentId: id,
      body: text,
      visibility,
      authorId: actor.principalId,
      mentions,
    });
    await record(tx, context, home, { noteId, visibility, mentions });
    return { id: noteId };
  });
}

interface Noted extends Record<string, unknown> {
  noteId: string;
  visibility: NoteVisibility;
  mentions: string[];
}

/**
 * The history of the assessment is open to everybody who reads it, and so is its version. A privileged note is therefore
 * recorded on a stream of its own, outside every program, where only its id and the chain of hashes tell of it.
 */
async function record(tx: pg.PoolClient, context: Context, home: AssessmentHome, noted: Noted): Promise<void> {
  if (noted.visibility === 'privileged') {
    const stream = { programId: NO_PROGRAM, streamId: noted.noteId, streamKind: 'system' } as const;
    await recordEvent(tx, actOf(context), { ...stream, kind: 'note_added', payload: noted });
    return;
  }
  const stream = { programId: home.program.id, assessmentId: home.id };
  await appendEvent(tx, actOf(context), { ...stream, kind: 'note_added', reason: null, payload: noted });
}
