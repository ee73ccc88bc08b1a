'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { answerLabels, isAnswer } from '#lib/domain/answer.ts';
import { AppError } from '#lib/domain/errors.ts';
import { formatInstant } from '#lib/domain/time.ts';
import type { Context } from '#lib/operations/context.ts';
import { discardDraft } from '#lib/operations/discard-draft.ts';
import { getOrganizationPage } from '#lib/operations/get-organization-page.ts';
import { saveDraft } from '#lib/operations/save-draft.ts';
import { signOffDraft } from '#lib/operations/sign-off-draft.ts';
import { submitDraft } from '#lib/operations/submit-draft.ts';
import { answerPath, organizationPath, receiptPath } from './organization-paths.ts';
import { field, fields, present, refusal, versionOf } from './refusal.ts';
import { runAct } from './run-act.ts';

const ANSWER_FIELD = /^answers\.(.+)\.answer$/;

function draftBody(data: FormData): Record<string, unknown> {
  const answers = [...data.keys()].flatMap((name) => {
    const condition = ANSWER_FIELD.exec(name)?.[1];
    if (!condition) return [];
    const said = present({ answer: field(data, name), words: field(data, `answers.${condition}.words`) });
    return Object.keys(said).length > 0 ? [{ condition, ...said }] : [];
  });
  const [title, url, text] = [field(data, 'item.title'), field(data, 'item.url'), field(data, 'item.text')];
  const files = fields(data, 'files');
  const adds = title !== undefined || url !== undefined || text !== undefined || files.length > 0;
  const removeItems = fields(data, 'removeItems');
  return present({
    subjectId: field(data, 'subjectId') ?? '',
    authorName: field(data, 'authorName'),
    summary: field(data, 'summary'),
    needsSignOff: field(data, 'needsSignOff') === 'on',
    answers,
    removeItems: removeItems.length > 0 ? removeItems : undefined,
    addItem: adds
      ? present({ title, class: field(data, 'item.class'), url, text, files: files.length > 0 ? files : undefined })
      : undefined,
  });
}

/** Names of the fields as the form has them: what is enclosed has its own. */
const fieldNames = (errors: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).map(([name, message]) => [name.replace(/^addItem\.files.*/, 'files').replace(/^addItem\./, 'item.'), message]),
  );

/** The saved draft beside what this person typed, so that neither is lost. */
async function bothDrafts(context: Context, slug: string, error: AppError, data: FormData): Promise<FormState['conflict']> {
  const page = await getOrganizationPage(context, slug);
  const subject = page.subjects.find(({ id }) => id === field(data, 'subjectId'));
  const current = error.details.current;
  const words = (answer: string | null, text: string | null) =>
    [answer && isAnswer(answer) ? answerLabels[answer] : null, text].filter(Boolean).join(': ');
  const questions = subject?.questions ?? [];
  const theirs = questions.map(({ condition }) => {
    const said = subject?.draft?.answers.find(({ conditionId }) => conditionId === condition.id);
    return { term: condition.title, detail: words(said?.answer ?? null, said?.words ?? null) || 'not answered' };
  });
  const mine = questions.map(({ condition: { ref, title } }) => ({
    term: title,
    detail: words(field(data, `answers.${ref}.answer`) ?? null, field(data, `answers.${ref}.words`) ?? null) || 'not answered',
  }));
  const when = current?.updatedAt ? formatInstant(current.updatedAt, page.program.zone) : null;
  return {
    currentVersion: current?.version ?? 0,
    mine: { title: 'Your draft', who: 'You, not saved', lines: mine },
    theirs: {
      title: subject?.draft ? 'The saved draft' : 'No draft any more',
      who: [current?.updatedBy, when].filter(Boolean).join(', ') || 'Submitted or thrown away',
      lines: subject?.draft ? theirs : [],
    },
  };
}

const performDraft = (slug: string, data: FormData, act: (context: Context) => Promise<string>): Promise<FormState> =>
  runAct(data, act, async (error, context) => {
    const state = refusal(error, data, answerPath(slug, field(data, 'subjectId') ?? ''));
    const named = { ...state, fieldErrors: fieldNames(state.fieldErrors) };
    const stale = error instanceof AppError && error.code === 'stale_version';
    return stale ? { ...named, conflict: await bothDrafts(context, slug, error, data) } : named;
  });

/** The program's slug is bound by the page; the operations check it again. */
export async function saveDraftAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  return performDraft(slug, data, async (context) => {
    await saveDraft(context, slug, versionOf(data), draftBody(data));
    return `${answerPath(slug, field(data, 'subjectId') ?? '')}&done=saved`;
  });
}

const subjectBody = (data: FormData) => ({ subjectId: field(data, 'subjectId') ?? '' });

export async function signOffAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  return performDraft(slug, data, async (context) => {
    await signOffDraft(context, slug, versionOf(data), present({ ...subjectBody(data), title: field(data, 'title') }));
    return `${answerPath(slug, field(data, 'subjectId') ?? '')}&done=signed`;
  });
}

export async function submitDraftAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  return performDraft(slug, data, async (context) => {
    const { responseId } = await submitDraft(context, slug, versionOf(data), subjectBody(data));
    return `${receiptPath(slug, responseId)}?done=submitted`;
  });
}

export async function discardDraftAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  return performDraft(slug, data, async (context) => {
    await discardDraft(context, slug, versionOf(data), subjectBody(data));
    return `${organizationPath(slug)}?done=discarded`;
  });
}
