/** Saves a template of letters under a name, as its next version. What was sent keeps the version it was sent with. */
import { z } from 'zod';
import { recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertTemplate, lockTemplateName } from '#lib/data/letter-templates.ts';
import { AppError } from '#lib/domain/errors.ts';
import { requireTemplate } from '#lib/domain/letter-template.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

export const templateInput = z.strictObject({
  name: z
    .string({ error: 'Give the template a name.' })
    .trim()
    .min(1, 'Give the template a name.')
    .max(120, 'The name is too long: at most 120 characters.'),
  subject: z.string().trim().min(1, 'Write a subject.').max(300, 'The subject is too long: at most 300 characters.'),
  body: z.string().trim().min(1, 'Write the letter.').max(50_000, 'The letter is too long: at most 50,000 characters.'),
  /** The version that was seen; 0 for a new name. */
  version: z.number().int().min(0),
});

/** @throws AppError `stale_version` when another version was saved since, `invalid_request` naming unknown fields with their place */
export async function saveTemplate(context: Context, slug: string, body: unknown): Promise<{ id: string; name: string; version: number }> {
  const program = await getProgram(context, slug, 'send_request');
  const input = parseInput(templateInput, body);
  return write(context, `save-template:${program.id}`, input, async (tx) => {
    const { name, subject, version: seen } = input;
    const stands = await lockTemplateName(tx, program.id, name);
    if (stands !== seen) {
      const said = seen === 0 ? 'A template of this name exists.' : 'Somebody saved another version of this template since you opened it.';
      throw new AppError('stale_version', `${said} Nothing of yours was recorded.`, { field: 'name' });
    }
    requireTemplate(input);
    const made = { id: newId(), name, version: stands + 1 };
    await insertTemplate(tx, { programId: program.id, ...made, subject, body: input.body, savedById: requireActor(context).principalId });
    await recordEvent(tx, actOf(context), {
      programId: program.id,
      streamId: program.id,
      streamKind: 'program',
      kind: 'letter_template_saved',
      payload: { templateId: made.id, name, version: made.version },
    });
    return made;
  });
}
