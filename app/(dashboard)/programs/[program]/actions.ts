'use server';

import { redirect } from 'next/navigation';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { forPage } from '#lib/server/page.ts';
import { requestContext } from '#lib/server/session.ts';
import { field } from '../../_actions/refusal.ts';

/** Makes a practice copy and opens it. The same form sent twice makes one. */
export async function practiceCopyAction(data: FormData): Promise<void> {
  const slug = field(data, 'program') ?? '';
  const copy = await forPage(`/programs/${slug}`, async () =>
    makePracticeCopy(await requestContext(field(data, 'idempotencyKey') ?? null), slug),
  );
  redirect(`/programs/${copy.slug}`);
}
