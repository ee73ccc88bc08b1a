import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { forbidden } from 'next/navigation';
import { EvidenceForm } from '#components/evidence/evidence-form.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { getEvidenceForm } from '#lib/operations/get-evidence-form.ts';
import { forPage, mayDo, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { uploadReturn } from '#lib/server/upload-return.ts';
import { recordEvidenceAction } from '../../../../_actions/evidence-actions.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';

export const metadata: Metadata = { title: 'Add evidence' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function NewEvidencePage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const list = `/programs/${slug}/evidence`;
  const path = `${list}/new`;
  const view = await openProgramPage(slug, search, path);
  if (!mayDo(view, 'add_evidence')) forbidden();
  const chosen = param(search, 'assessment');
  const { assessments } = await forPage(path, () => getEvidenceForm(view.context, slug, chosen ?? null));
  return (
    <ProgramFrame view={view} current="evidence" path={path}>
      <PageHeader above={<Breadcrumbs items={[{ label: 'Evidence', href: list }]} />} title="Add evidence">
        <p className="muted page-lead">A file, a link or a citation, once, for every assessment that it counts for.</p>
      </PageHeader>
      {view.moment.live ? (
        <EvidenceForm
          action={recordEvidenceAction.bind(null, slug)}
          idempotencyKey={randomUUID()}
          program={slug}
          assessments={assessments.map(({ id, label }) => ({ id, label, checked: id === chosen }))}
          today={view.today}
          mayMarkPrivileged={mayDo(view, 'mark_privileged')}
          cancelHref={chosen ? `/assessments/${chosen}` : list}
          returnTo={chosen ? `${path}?assessment=${chosen}` : path}
          uploaded={uploadReturn(search)}
        />
      ) : (
        <Notice kind="info" title="Writing is off while the page shows another day.">
          Go back to today to add evidence.
        </Notice>
      )}
    </ProgramFrame>
  );
}
