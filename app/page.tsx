import { redirect } from 'next/navigation';
import { listPrograms } from '#lib/operations/list-programs.ts';
import { forPage } from '#lib/server/page.ts';
import { requestContext } from '#lib/server/session.ts';

/** The front door: the first program, which is the record when there are practice copies too. */
export default async function HomePage() {
  const programs = await forPage('/', async () => listPrograms(await requestContext()));
  const first = programs[0];
  redirect(first ? `/programs/${first.slug}` : '/programs');
}
