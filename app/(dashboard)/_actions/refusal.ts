import { randomUUID } from 'node:crypto';
import { redirect } from 'next/navigation';
import { type FormState, valuesOf } from '#components/ui/form-state.ts';
import { AppError } from '#lib/domain/errors.ts';

/** The first value of a text field, trimmed; absent and empty are the same. */
export function field(data: FormData, name: string): string | undefined {
  const value = data.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export const fields = (data: FormData, name: string): string[] =>
  data.getAll(name).filter((value): value is string => typeof value === 'string' && value !== '');

/** Leaves out what is undefined, as strict inputs want it. */
export const present = <T extends Record<string, unknown>>(input: T): Partial<T> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<T>;

/** The version that the form was filled in on; null when it is missing or no number. */
export function versionOf(data: FormData): number | null {
  const text = field(data, 'version');
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/**
 * A refusal as the form shows it again: nothing typed is lost. Faults are not refusals and are thrown on.
 * @param returnTo where to come back to after signing in again
 */
export function refusal(error: unknown, data: FormData, returnTo: string): FormState {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'unauthenticated') redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  const { field: named, fields: all } = error.details;
  const problems = all ?? (named ? { [named]: error.message } : {});
  const said = Object.values(problems);
  return {
    attempt: randomUUID(),
    code: error.code,
    outcome: error.code === 'stale_version' ? 'conflict' : 'refused',
    // The message of the operation names a field as the API does; people read it below with the label of the field.
    title: said.length > 1 ? `${said.length} things need a look.` : (said[0] ?? error.message),
    detail: 'Nothing was recorded. What you typed is still here.',
    fieldErrors: problems,
    values: valuesOf(data),
    idempotencyKey: randomUUID(),
  };
}
