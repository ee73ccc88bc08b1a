import type { ErrorCode } from '#lib/domain/errors.ts';

/** What a form's server action answers when the form is to be shown again. Shared by forms and actions. */
export interface FormState {
  /** Different for every answer (a random id will do): the form is built anew with `values`. */
  attempt: string;
  outcome: 'refused' | 'conflict' | 'done';
  /** Why it was refused: the same code that the API answers. */
  code?: ErrorCode | undefined;
  /** What happened, in one sentence. */
  title: string;
  /** What was kept and what to do. */
  detail?: string | undefined;
  /** By field name as in the form, for example `reason` or `details.requested.dueOn`. */
  fieldErrors: Record<string, string>;
  /** What was typed, by field name, so that nothing is lost. See `valuesOf`. */
  values: Record<string, string[]>;
  /** The key to send with the next try; the form's own when absent. */
  idempotencyKey?: string | undefined;
  conflict?: Conflict | undefined;
  /** A secret that was made just now and cannot be shown again. */
  secret?: { label: string; value: string; note: string } | undefined;
}

/** Two people changed the same thing: both versions, so that the second can choose. */
export interface Conflict {
  /** The version to send to record mine on top of theirs. */
  currentVersion: number;
  mine: ConflictSide;
  theirs: ConflictSide;
}

export interface ConflictSide {
  /** For example "Under review". */
  title: string;
  /** Who and when, for example "Dana Reviewer, 2 minutes ago". */
  who: string;
  lines: { term: string; detail: string }[];
}

/** A server action for `useActionState`; it also works from a form without JavaScript. */
export type FormAction = (state: FormState | null, data: FormData) => Promise<FormState | null>;

/** Every text field of a form by name, for `FormState.values`. React's own fields are left out. */
export function valuesOf(data: FormData): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of data.entries()) {
    if (typeof value !== 'string' || name.startsWith('$ACTION')) continue;
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}

/** Reads back what was typed in one field. */
export const typed = (state: FormState | null, name: string, fallback = ''): string => state?.values[name]?.[0] ?? fallback;

/** What a labelled control of `form-fields.tsx` shows: its name, what was typed in it, and what is wrong with that. */
export const fieldOf = (state: FormState | null, name: string, fallback = '') => ({
  name,
  defaultValue: typed(state, name, fallback),
  error: state?.fieldErrors[name],
});

/** Whether one box of a group was ticked, or should be before anything was sent. */
export const ticked = (state: FormState | null, name: string, value: string, fallback = false): boolean =>
  state === null ? fallback : (state.values[name]?.includes(value) ?? false);
