import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { forbidden } from 'next/navigation';
import { RecordLetterForm } from '#components/letters/record-letter-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { getLetterForm } from '#lib/operations/get-letter-form.ts';
import { forPage, mayDo, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { uploadReturn } from '#lib/server/upload-return.ts';
import { recordLetterAction } from '../../../../_actions/letter-actions.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';

export const metadata: Metadata = { title: 'Record a letter' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function RecordLetterPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/letters/new`;
  const view = await openProgramPage(slug, search, path);
  if (!mayDo(view, 'record_letter')) forbidden();
  const { applications, conditions } = await forPage(path, () => getLetterForm(view.context, slug));
  return (
    <ProgramFrame view={view} current={null} path={path}>
      <PageHeader title="Record a letter">
        <p className="muted page-lead">One save writes the letter, what it answers, and the status of every condition it covers.</p>
      </PageHeader>
      {view.moment.live ? (
        <RecordLetterForm
          action={recordLetterAction.bind(null, slug)}
          applications={applications}
          conditions={conditions}
          applicationId={param(search, 'application') || undefined}
          idempotencyKey={randomUUID()}
          today={view.today}
          cancelHref={`/programs/${slug}`}
          files={{ program: slug, returnTo: path, uploaded: uploadReturn(search) }}
        />
      ) : (
        <Notice kind="info" title="Writing is off while the page shows another day.">
          Go back to today to record a letter.
        </Notice>
      )}
    </ProgramFrame>
  );
}
