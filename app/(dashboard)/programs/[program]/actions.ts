'use server';

import { randomUUID } from 'node:crypto';
import { redirect } from 'next/navigation';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { forPage } from '#lib/server/page.ts';
import { requestContext } from '#lib/server/session.ts';

/** Makes a practice copy and opens it. */
export async function practiceCopyAction(data: FormData): Promise<void> {
  const slug = String(data.get('program') ?? '');
  const copy = await forPage(`/programs/${slug}`, async () => makePracticeCopy(await requestContext(randomUUID()), slug));
  redirect(`/programs/${copy.slug}`);
}
