import { forbidden, redirect } from 'next/navigation';
import { openProgramPage } from '#lib/server/page.ts';
import { settingsPages } from './_components/settings-pages.ts';

/** The first settings page that the reader may use. */
export default async function SettingsPage({ params }: { params: Promise<{ program: string }> }) {
  const { program: slug } = await params;
  const path = `/programs/${slug}/settings`;
  const { context, program } = await openProgramPage(slug, {}, path);
  const first = settingsPages(context.actor?.grants ?? [], program.id)[0];
  if (!first) forbidden();
  redirect(`${path}/${first.key}`);
}
