import { randomUUID } from 'node:crypto';
import { revalidatePath } from 'next/cache';
import type { FormState } from '#components/ui/form-state.ts';
import { AppError } from '#lib/domain/errors.ts';
import { formatInstant } from '#lib/domain/time.ts';
import type { Context } from '#lib/operations/context.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { requestContext } from '#lib/server/session.ts';
import { field, refusal } from './refusal.ts';
import { runAct } from './run-act.ts';

/** What this person was about to record, for the case that somebody else came first. */
export interface Mine {
  title: string;
  lines?: { term: string; detail: string }[];
}

export interface Act {
  data: FormData;
  /** The page to go to afterwards, and to come back to after signing in again. */
  path: string;
  /** Whose zone the instants of a conflict are shown in; UTC without a program. */
  slug?: string;
  mine: Mine;
  /** A word for the page to say what was done. */
  done: string;
}

/** Runs an act of the settings and shows the page anew. A refusal comes back to the form; who was first is said with both sides. */
export async function perform(act: Act, change: (context: Context) => Promise<unknown>): Promise<FormState> {
  const changed = async (context: Context): Promise<string> => {
    await change(context);
    return `${act.path}?done=${act.done}`;
  };
  return runAct(act.data, changed, (error, context) => settingsRefusal(error, context, act));
}

/** Runs an act whose answer holds a secret: the form shows it, since no address may. */
export async function performSecretly(
  act: Omit<Act, 'done'>,
  change: (context: Context) => Promise<FormState['secret']>,
): Promise<FormState> {
  const context = await requestContext(field(act.data, 'idempotencyKey') ?? null);
  try {
    const secret = await change(context);
    revalidatePath('/', 'layout');
    const title = secret ? 'Made.' : 'This was made before, and what was secret in it was shown then. Revoke it and make another.';
    return { attempt: randomUUID(), outcome: 'done', title, fieldErrors: {}, values: {}, idempotencyKey: randomUUID(), secret };
  } catch (error) {
    return settingsRefusal(error, context, { ...act, done: '' });
  }
}

/** A refusal with everything that was typed, save passwords. */
export function plainRefusal(error: unknown, data: FormData, path: string): FormState {
  const state = refusal(error, data, path);
  return { ...state, values: withoutPasswords(state.values), outcome: 'refused' };
}

async function settingsRefusal(error: unknown, context: Context, { data, path, slug, mine }: Act): Promise<FormState> {
  const state = plainRefusal(error, data, path);
  const current = error instanceof AppError ? error.details.current : undefined;
  if (!current) return state;
  const zone = slug ? (await getProgram(context, slug)).zone : 'UTC';
  const when = current.updatedAt ? formatInstant(current.updatedAt, zone) : null;
  return {
    ...state,
    outcome: 'conflict',
    conflict: {
      currentVersion: current.version,
      mine: { title: mine.title, who: 'You, not recorded', lines: mine.lines ?? [] },
      theirs: { title: current.status, who: [current.updatedBy ?? 'At set-up', when].filter(Boolean).join(', '), lines: [] },
    },
  };
}

const PASSWORDS = ['current', 'next', 'again', 'password'];

/** A password is never sent back to a page, not even to the one it was typed in. */
const withoutPasswords = (values: FormState['values']): FormState['values'] =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !PASSWORDS.includes(name)));
