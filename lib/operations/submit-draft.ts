/** Submits a draft: from now on it is said. One act makes the response, its answers, what is kept with it, statuses and a receipt. */
import { type Draft, deleteDraft } from '#lib/data/drafts.ts';
import { listConditions } from '#lib/data/programs.ts';
import type { Answer } from '#lib/domain/answer.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { ConditionView } from '#lib/domain/record.ts';
import { requireAnswering, requireSubject } from './answering.ts';
import { parseInput, requireVersion } from './change-input.ts';
import type { Context } from './context.ts';
import { lockDraft, subjectInput } from './draft-input.ts';
import { type Submitted, submitAnswers } from './submit-answers.ts';
import { write } from './write.ts';

/**
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `version_required`, `stale_version`,
 * `sign_off_required`, `field_required` when it answers nothing or has words without an answer
 */
export async function submitDraft(context: Context, slug: string, version: number | null, body: unknown): Promise<Submitted> {
  const answering = await requireAnswering(context, slug);
  const input = parseInput(subjectInput, body);
  const expected = requireVersion(version);
  const { subject, owner } = requireSubject(answering, input.subjectId);
  const conditions = await listConditions(context.db, owner.programId);
  return write(context, `submit-draft:${owner.programId}`, [input, expected], async (tx) => {
    const draft = await lockDraft(tx, owner, expected);
    requireSignOff(draft);
    const { authorName, summary, items } = draft;
    const submitted = await submitAnswers(tx, context, {
      program: answering.program,
      organizationId: answering.organizationId,
      organization: answering.organization ?? '',
      subject,
      authorName,
      summary,
      items,
      signedOff: draft.signedOff && { name: draft.signedOff.name, title: draft.signedOff.title, at: draft.signedOff.at },
      answers: completeAnswers(draft, conditions),
    });
    await deleteDraft(tx, owner.programId, draft.id);
    return submitted;
  });
}

function requireSignOff(draft: Draft): void {
  if (!draft.needsSignOff || draft.signedOff) return;
  throw new AppError('sign_off_required', 'This draft says that it needs a sign-off. Another person of your organization gives it first.');
}

function completeAnswers(
  draft: Draft,
  conditions: readonly ConditionView[],
): { conditionId: string; answer: Answer; words: string | null }[] {
  if (draft.answers.length === 0) throw new AppError('field_required', 'Answer at least one question first.');
  return draft.answers.map(({ conditionId, answer, words }) => {
    if (answer !== null) return { conditionId, answer, words };
    const { title, ref } = conditions.find(({ id }) => id === conditionId) ?? { title: 'a question', ref: conditionId };
    throw new AppError('field_required', `You wrote words to “${title}” without choosing an answer.`, { field: `answers.${ref}.answer` });
  });
}
