/** The start of every page: who asks, which program, at which moment; and links that keep the moment. */
import { forbidden, notFound, redirect } from 'next/navigation';
import type { BusinessCalendar } from '#lib/domain/business-days.ts';
import { AppError } from '#lib/domain/errors.ts';
import { type Action, may } from '#lib/domain/permission.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { formatDate, formatInstant, localDateOf } from '#lib/domain/time.ts';
import type { Context } from '#lib/operations/context.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { liveMoment, momentOf } from '#lib/operations/moment.ts';
import { programCalendar } from '#lib/operations/program-calendar.ts';
import { requestContext } from './session.ts';

export type SearchParams = Record<string, string | string[] | undefined>;

export interface PageView {
  context: Context;
  program: ProgramView;
  moment: Moment;
  /** By which business days are counted, as known at the moment. */
  calendar: BusinessCalendar;
  /** Today in the program's zone. */
  today: string;
  /** As given: empty when now. */
  asOf: string;
  knownAt: string;
  /** `?asOf=…&knownAt=…`, or empty. */
  momentQuery: string;
  /** What was wrong with the dates asked for; the page then shows today. */
  problem: string | null;
}

/** The first value of a parameter; a repeated one counts once. */
export const param = (params: SearchParams, name: string): string => {
  const value = params[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
};

/** What a page says was done, by the word in its address; undefined for any other word. */
export function doneText(params: SearchParams, texts: Readonly<Record<string, string>>): string | undefined {
  const word = param(params, 'done');
  return Object.hasOwn(texts, word) ? texts[word] : undefined;
}

/** Runs a read for a page: refusals become the pages for signing in, not found and not allowed. */
export async function forPage<T>(returnTo: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'unauthenticated') redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
    if (error.code === 'not_found') notFound();
    if (error.code === 'forbidden') forbidden();
    // An altered cursor or an old link: the page without its parameters is better than none.
    if (error.code === 'invalid_request') redirect(returnTo);
    throw error;
  }
}

/** The moment of a page. Bad or future dates do not lose the page: it shows today and says why. */
export function pageMoment(
  context: Context,
  program: ProgramView,
  params: SearchParams,
): Pick<PageView, 'moment' | 'asOf' | 'knownAt' | 'momentQuery' | 'problem'> {
  const asOf = param(params, 'asOf');
  const knownAt = param(params, 'knownAt');
  try {
    const moment = momentOf(context, program, { asOf, knownAt });
    return { moment, asOf, knownAt, momentQuery: momentQuery({ asOf, knownAt }), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { moment: liveMoment(context, program), asOf: '', knownAt: '', momentQuery: '', problem: error.message };
  }
}

export const momentQuery = (moment: { asOf: string; knownAt: string }): string => {
  const query = new URLSearchParams(Object.entries(moment).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
};

/** Opens a program's page. Nobody signed in: to sign-in; no role in it: not found. */
export async function openProgramPage(slug: string, params: SearchParams, path: string): Promise<PageView> {
  return forPage(path, async () => {
    const context = await requestContext();
    const program = await getProgram(context, slug);
    return viewOf(context, program, params);
  });
}

export async function viewOf(context: Context, program: ProgramView, params: SearchParams): Promise<PageView> {
  const shown = pageMoment(context, program, params);
  const calendar = await programCalendar(context.db.pool, program, shown.moment);
  return { context, program, calendar, today: localDateOf(context.now(), program.zone), ...shown };
}

/** Whether whoever asks has the right to something in this program. Pages hide by it what an operation would refuse. */
export const mayDo = (view: Pick<PageView, 'context' | 'program'>, action: Action): boolean =>
  may(view.context.actor?.grants ?? [], action, view.program.id);

/** The same for what writes, which is off while a page shows another day. */
export const mayWrite = (view: Pick<PageView, 'context' | 'program' | 'moment'>, action: Action): boolean =>
  view.moment.live && mayDo(view, action);

const momentWords = (value: string, program: ProgramView): string =>
  value.length === 10 ? formatDate(value, 'long') : formatInstant(value, program.zone);

/** For example "As of August 10, 2017, known today. Writing is off." Null when live. */
export function momentText(view: PageView): string | null {
  if (view.moment.live) return null;
  const asOf = view.asOf === '' ? 'As of today' : `As of ${momentWords(view.asOf, view.program)}`;
  const known = view.knownAt === '' ? 'known today' : `as the record stood on ${momentWords(view.knownAt, view.program)}`;
  return `${asOf}, ${known}. Writing is off.`;
}

/** A link with search parameters; null and empty ones are left out. */
export function href(path: string, params: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) query.set(name, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
