/** Counsel's sign-off on a draft: another person of the same organization says that these words may go out, and as what he says it. */
import { z } from 'zod';
import { signOff } from '#lib/data/drafts.ts';
import { AppError } from '#lib/domain/errors.ts';
import { personOf } from './access.ts';
import { requireAnswering, requireSubject } from './answering.ts';
import { parseInput, requireVersion } from './change-input.ts';
import { type Context, requireActor } from './context.ts';
import { lockDraft } from './draft-input.ts';
import { write } from './write.ts';

const signOffInput = z.strictObject({
  subjectId: z.string(),
  title: z
    .string({ error: 'Say as what you sign off, for example City attorney.' })
    .trim()
    .min(1, 'Say as what you sign off, for example City attorney.')
    .max(120, 'The title is too long: at most 120 characters.'),
});

/**
 * Any later edit takes it away again. Whoever wrote the draft last cannot sign it off.
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `version_required`, `stale_version`, `same_person`
 */
export async function signOffDraft(context: Context, slug: string, version: number | null, body: unknown): Promise<{ version: number }> {
  const answering = await requireAnswering(context, slug);
  const input = parseInput(signOffInput, body);
  const expected = requireVersion(version);
  const { owner } = requireSubject(answering, input.subjectId);
  const byId = personOf(requireActor(context));
  return write(context, `sign-off-draft:${owner.programId}`, [input, expected], async (tx) => {
    const draft = await lockDraft(tx, owner, expected);
    if (draft.updatedById === byId) {
      throw new AppError('same_person', 'You wrote this draft last. Another person of your organization signs it off.');
    }
    await signOff(tx, owner.programId, draft.id, byId, input.title);
    return { version: draft.version + 1 };
  });
}
