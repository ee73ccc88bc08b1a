/** Adds a remark to an assessment. It changes no state and outdates no proposal. */
import { z } from 'zod';
import { lockAssessment } from '#lib/data/assessments.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertNote } from '#lib/data/notes.ts';
import { AppError } from '#lib/domain/errors.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { loadHome } from './load-assessment.ts';
import { write } from './write.ts';

const noteInput = z.strictObject({ body: z.string().max(10_000, 'The note is too long: at most 10,000 characters.') });

/** @throws AppError `field_required` for an empty note */
export async function addNote(context: Context, id: string, body: unknown): Promise<{ id: string }> {
  const home = await loadHome(context, id, ['add_note']);
  const input = parseInput(noteInput, body);
  const text = input.body.trim();
  return write(context, `note:${id}`, input, async (tx) => {
    if (text === '') throw new AppError('field_required', 'Write something first.', { field: 'body' });
    // Before the note, whose foreign key takes a share of the same lock: two at once would each wait for the other's.
    await lockAssessment(tx, home.program.id, id);
    const noteId = newId();
    await insertNote(tx, {
      programId: home.program.id,
      id: noteId,
      assessmentId: id,
      body: text,
      authorId: requireActor(context).principalId,
    });
    await appendEvent(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: id,
      kind: 'note_added',
      reason: null,
      payload: { noteId },
    });
    return { id: noteId };
  });
}
