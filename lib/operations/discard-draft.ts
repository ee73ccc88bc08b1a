/** Throws a draft away. It was never said, so nothing of it stays. */
import { deleteDraft } from '#lib/data/drafts.ts';
import { requireAnswering, requireSubject } from './answering.ts';
import { parseInput, requireVersion } from './change-input.ts';
import type { Context } from './context.ts';
import { lockDraft, subjectInput } from './draft-input.ts';
import { write } from './write.ts';

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `version_required`, `stale_version` */
export async function discardDraft(context: Context, slug: string, version: number | null, body: unknown): Promise<{ discarded: true }> {
  const answering = await requireAnswering(context, slug);
  const input = parseInput(subjectInput, body);
  const expected = requireVersion(version);
  const { owner } = requireSubject(answering, input.subjectId);
  return write(context, `discard-draft:${owner.programId}`, [input, expected], async (tx) => {
    const draft = await lockDraft(tx, owner, expected);
    await deleteDraft(tx, owner.programId, draft.id);
    return { discarded: true };
  });
}
