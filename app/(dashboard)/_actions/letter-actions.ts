'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { AppError } from '#lib/domain/errors.ts';
import { asSentence, inWords } from '#lib/domain/input.ts';
import type { Context } from '#lib/operations/context.ts';
import { letterInput, recordLetter } from '#lib/operations/record-letter.ts';
import { ticketsOf } from './files.ts';
import { field, fields, present, refusal } from './refusal.ts';
import { runAct } from './run-act.ts';

const ANSWER_FIELD = /^answers\.(.+)\.answer$/;

/** One save for all conditions a letter covers. Conditions without an answer are left out. */
function letterBody(data: FormData, files: string[]): Record<string, unknown> {
  const answers = [...data.keys()].flatMap((name) => {
    const condition = ANSWER_FIELD.exec(name)?.[1];
    const answer = condition ? field(data, name) : undefined;
    return condition && answer ? [present({ condition, answer, note: field(data, `answers.${condition}.note`) })] : [];
  });
  const author = [field(data, 'authorName'), field(data, 'authorRole')].filter(Boolean).join(', ');
  return present({
    applicationId: field(data, 'applicationId') ?? '',
    title: field(data, 'title'),
    class: field(data, 'class'),
    url: field(data, 'url'),
    text: field(data, 'text'),
    files: files.length > 0 ? files : undefined,
    authorName: author === '' ? undefined : author,
    answeredBy: field(data, 'answeredBy'),
    datedOn: field(data, 'datedOn'),
    receivedOn: field(data, 'receivedOn'),
    counts: field(data, 'counts'),
    summary: field(data, 'summary'),
    answers,
  });
}

const COUNTS_MISSING = 'Say whether it counts as an answer, or that this is undecided.';

/** Whether a letter counts as an answer is a judgement: the form never makes it for anybody. */
function requireCounts(data: FormData): void {
  if (field(data, 'counts') !== undefined) return;
  throw new AppError('field_required', COUNTS_MISSING, { field: 'counts' });
}

/** Everything that is wrong with the form at once, by field: nobody should learn of one fault at a time. */
function allProblems(body: Record<string, unknown>, data: FormData): Record<string, string> {
  const parsed = letterInput.safeParse(body, { error: inWords });
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = Object.fromEntries(issues.map((issue) => [String(issue.path[0] ?? 'url'), asSentence(issue.message)]));
  return field(data, 'counts') === undefined ? { ...problems, counts: COUNTS_MISSING } : problems;
}

function letterRefusal(error: unknown, body: Record<string, unknown>, data: FormData, returnTo: string): FormState {
  const state = refusal(error, data, returnTo);
  const problems = allProblems(body, data);
  const count = Object.keys(problems).length;
  return count > 1 ? { ...state, title: `${count} things need a look.`, fieldErrors: problems } : state;
}

/** The program's slug is bound by the page; the operation checks it again. */
export async function recordLetterAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  let body = letterBody(data, fields(data, 'files'));
  const record = async (context: Context): Promise<string> => {
    body = letterBody(data, await ticketsOf(context, slug, data));
    requireCounts(data);
    const { assessments } = await recordLetter(context, slug, body);
    return `/programs/${slug}?recorded=${assessments.length}`;
  };
  return runAct(data, record, (error) => letterRefusal(error, body, data, `/programs/${slug}/letters/new`));
}
