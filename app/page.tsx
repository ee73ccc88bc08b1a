import { redirect } from 'next/navigation';
import { confinedTo } from '#lib/domain/permission.ts';
import { listPrograms } from '#lib/operations/list-programs.ts';
import { forPage } from '#lib/server/page.ts';
import { requestContext } from '#lib/server/session.ts';
import { organizationPath } from './(dashboard)/_actions/organization-paths.ts';

/** The front door: the first program, which is the record when there are practice copies too. */
export default async function HomePage() {
  const { context, programs } = await forPage('/', async () => {
    const asker = await requestContext();
    return { context: asker, programs: await listPrograms(asker) };
  });
  const first = programs[0];
  if (!first) redirect('/programs');
  // Whoever answers for an organization comes to its page.
  const answers = confinedTo(context.actor?.grants ?? [], first.id) !== null;
  redirect(answers ? organizationPath(first.slug) : `/programs/${first.slug}`);
}
