import type { Metadata } from 'next';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { PageHeader, SideColumns } from '#components/ui/page-header.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { getApplication } from '#lib/operations/get-application.ts';
import { forPage, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';
import { ApplicationAside } from './_components/application-aside.tsx';
import { ApplicationMain } from './_components/application-main.tsx';
import { letterText } from './_components/letter-words.ts';

interface Props {
  params: Promise<{ program: string; application: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Applicant' };

export default async function ApplicationPage({ params, searchParams }: Props) {
  const { program: slug, application: id } = await params;
  const path = `/programs/${slug}/applications/${id}`;
  const view = await openProgramPage(slug, await searchParams, path);
  const data = await forPage(path, () => getApplication(view.context, slug, id, { asOf: view.asOf, knownAt: view.knownAt }));
  const { application } = data;
  const { name, state } = application.jurisdiction;
  return (
    <ProgramFrame view={view} current="applicants" path={path}>
      <PageHeader
        above={<Breadcrumbs items={[{ label: 'Applicants', href: `/programs/${slug}/applicants${view.momentQuery}` }]} />}
        title={`${name}, ${state}`}
      >
        <div className="head-tags">
          {application.organization.name !== name && <span>{application.organization.name}</span>}
          <Tag>{letterText(data)}</Tag>
          {application.track && <Tag>{`${application.track.charAt(0).toUpperCase()}${application.track.slice(1)} track`}</Tag>}
        </div>
      </PageHeader>
      <SideColumns wide aside={<ApplicationAside data={data} view={view} />}>
        <ApplicationMain data={data} view={view} />
      </SideColumns>
    </ProgramFrame>
  );
}
