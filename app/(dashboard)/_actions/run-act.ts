import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/ui/form-state.ts';
import type { Context } from '#lib/operations/context.ts';
import { requestContext } from '#lib/server/session.ts';
import { field } from './refusal.ts';

/**
 * The frame of every form that changes something: runs it as whoever sent the form, once for its key, and goes on to the address that it
 * gives, with every page shown anew. What it throws is answered by `refused`.
 */
export async function runAct(
  data: FormData,
  act: (context: Context) => Promise<string>,
  refused: (error: unknown, context: Context) => FormState | Promise<FormState>,
): Promise<FormState> {
  const context = await requestContext(field(data, 'idempotencyKey') ?? null);
  let next: string;
  try {
    next = await act(context);
  } catch (error) {
    return refused(error, context);
  }
  revalidatePath('/', 'layout');
  redirect(next);
}
