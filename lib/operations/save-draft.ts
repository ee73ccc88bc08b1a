/**
 * Saves what an organization prepares to answer. It is not said yet: it is no event, and nobody of the funder's can read it
 * (docs/decisions/0046). Several people of one organization work on one draft, each save naming the version it was typed on.
 */
import type pg from 'pg';
import {
  addDraftItem,
  type Draft,
  type DraftFacts,
  type DraftItem,
  type DraftOwner,
  findDraft,
  insertDraft,
  removeDraftItems,
  updateDraft,
} from '#lib/data/drafts.ts';
import { AppError } from '#lib/domain/errors.ts';
import { personOf } from './access.ts';
import { listQuestionsOf, type Question, requireAnswering, requireSubject } from './answering.ts';
import { parseInput, requireVersion } from './change-input.ts';
import { type Context, requireActor } from './context.ts';
import { type DraftInput, draftInput, MAX_ITEMS, requireDraftVersion } from './draft-input.ts';
import { openTickets } from './file-ticket.ts';
import { liveMoment } from './moment.ts';
import { write } from './write.ts';

/**
 * @param version that was seen; 0 when there was no draft yet
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `version_required`, `stale_version`
 */
export async function saveDraft(context: Context, slug: string, version: number | null, body: unknown): Promise<{ version: number }> {
  const answering = await requireAnswering(context, slug);
  const input = parseInput(draftInput, body);
  const expected = requireVersion(version);
  const { subject, owner } = requireSubject(answering, input.subjectId);
  const questions = await listQuestionsOf({ context, program: answering.program }, subject, liveMoment(context, answering.program));
  const facts = factsOf(input, questions);
  const items = { remove: input.removeItems ?? [], add: addedItems(context, input) };
  return write(context, `save-draft:${owner.programId}`, [input, expected], async (tx) => {
    const draft = await keep(tx, owner, { facts, expected, byId: personOf(requireActor(context)) });
    await keepItems(tx, owner.programId, draft, items);
    return { version: draft.version };
  });
}

/** @throws AppError `invalid_request` for a question that is not asked of the subject */
function factsOf(input: DraftInput, questions: Question[]): DraftFacts {
  const answers = input.answers.map(({ condition, answer, words }) => {
    const question = questions.find((item) => item.condition.ref === condition);
    if (!question) throw new AppError('invalid_request', `answers: ${condition} is not asked of you.`, { field: 'answers' });
    return { conditionId: question.condition.id, answer: answer ?? null, words: words ?? null };
  });
  return {
    authorName: input.authorName ?? null,
    summary: input.summary ?? null,
    needsSignOff: input.needsSignOff,
    answers: answers.filter(({ answer, words }) => answer !== null || words !== null),
  };
}

interface Save {
  facts: DraftFacts;
  expected: number;
  byId: string;
}

async function keep(
  tx: pg.PoolClient,
  owner: DraftOwner,
  { facts, expected, byId }: Save,
): Promise<{ id: string; version: number; items: number }> {
  const draft = await findDraft(tx, owner, true);
  if (draft) {
    requireDraftVersion(draft, expected);
    await updateDraft(tx, owner.programId, draft.id, facts, byId);
    return { id: draft.id, version: draft.version + 1, items: draft.items.length };
  }
  if (expected !== 0) throw gone();
  const id = await insertDraft(tx, owner, facts, byId);
  if (id !== null) return { id, version: 1, items: 0 };
  const first = await findDraft(tx, owner, true);
  throw staleOf(first);
}

/** The draft was submitted or thrown away by somebody else meanwhile. */
const gone = (): AppError =>
  new AppError('stale_version', 'This draft was submitted or thrown away meanwhile. Nothing of yours was saved; it is still here.', {
    current: { version: 0, status: 'none', updatedAt: '', updatedBy: null },
  });

function staleOf(draft: Draft | null): AppError {
  if (!draft) return gone();
  return new AppError('stale_version', 'Somebody of your organization began a draft at the same time. Nothing of yours was saved.', {
    current: { version: draft.version, status: 'draft', updatedAt: draft.updatedAt, updatedBy: draft.updatedBy },
  });
}

/** Files are named after themselves, below a title when one was given. */
function addedItems(context: Context, { addItem }: DraftInput): Omit<DraftItem, 'id'>[] {
  if (!addItem) return [];
  const { title = '', class: kind, url = null, text = null } = addItem;
  const files = openTickets(context, addItem.files);
  if (files.length === 0) return [{ title, class: kind, url, content: text, file: null }];
  const named = (name: string) => (files.length === 1 && title !== '' ? title : [title, name].filter(Boolean).join(': '));
  return files.map((file) => ({ title: named(file.fileName).slice(0, 300), class: kind, url, content: text, file }));
}

async function keepItems(tx: pg.PoolClient, programId: string, draft: { id: string; items: number }, change: ItemChange): Promise<void> {
  const { remove, add } = change;
  const removed = remove.length > 0 ? await removeDraftItems(tx, programId, draft.id, remove) : 0;
  if (draft.items - removed + add.length > MAX_ITEMS)
    throw new AppError('invalid_request', `At most ${MAX_ITEMS} things can be enclosed.`, { field: 'addItem' });
  for (const item of add) await addDraftItem(tx, programId, draft.id, item);
}

interface ItemChange {
  remove: string[];
  add: Omit<DraftItem, 'id'>[];
}
