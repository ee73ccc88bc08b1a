import type { Metadata } from 'next';
import { BookingList, FacilityList } from '#components/record/facility-list.tsx';
import { levelLabel } from '#components/record/fact-words.ts';
import { RecordEntryList } from '#components/record/record-entry-list.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader, SideColumns } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { getOperatorWork } from '#lib/operations/get-operator-work.ts';
import { forPage, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';
import { InviteLink } from '../../_components/invite-link.tsx';
import { kindsInWords } from '../../record/_components/entry-words.ts';
import { askedText, dependentCount, dependsText, facilityInWords } from '../_components/operator-words.ts';
import { BodyForms } from './_components/body-forms.tsx';
import { bookingsOf } from './_components/bookings.ts';
import { DependentTable } from './_components/dependent-table.tsx';
import { OperatorAssessments } from './_components/operator-assessments.tsx';
import { OperatorPositions } from './_components/operator-positions.tsx';

interface Props {
  params: Promise<{ program: string; operator: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Operator' };

export default async function OperatorPage({ params, searchParams }: Props) {
  const { program: slug, operator: id } = await params;
  const list = `/programs/${slug}/operators`;
  const path = `${list}/${id}`;
  const search = await searchParams;
  const view = await openProgramPage(slug, search, path);
  const work = await forPage(path, () => getOperatorWork(view.context, slug, id, { asOf: view.asOf, knownAt: view.knownAt }));
  const { dossier: data } = work;
  const { operator } = data;
  const applicationHref = (applicationId: string) => `/programs/${slug}/applications/${applicationId}${view.momentQuery}`;
  return (
    <ProgramFrame view={view} current="operators" path={path}>
      <PageHeader above={<Breadcrumbs items={[{ label: 'Operators', href: list + view.momentQuery }]} />} title={operator.name}>
        <div className="head-tags">
          <Tag>{[levelLabel(operator.level), operator.state].filter(Boolean).join(' · ')}</Tag>
          <Tag variant="other">{dependsText(dependentCount(work))}</Tag>
          <Tag>{askedText(data.asked)}</Tag>
        </div>
      </PageHeader>
      {param(search, 'done') !== '' && <Notice kind="info" title="Recorded." role="status" />}
      <SideColumns
        wide
        aside={
          <>
            <Panel title="Facilities it runs">
              <FacilityList facilities={operator.facilities.map(facilityInWords)} />
            </Panel>
            <Panel title="Who books there">
              <BookingList bookings={bookingsOf(data, applicationHref)} />
            </Panel>
            <InviteLink view={view} organizationId={operator.id} />
          </>
        }
      >
        <OperatorAssessments work={work} view={view} path={path} />
        <DependentTable data={data} view={view} />
        <Panel title="What it said or did, on record">
          <RecordEntryList
            entries={kindsInWords(data.entries)}
            applicationHref={applicationHref}
            emptyText={`No statement or act of ${operator.name} as the body in control is on record by this day. What an applicant said stands on its own page.`}
          />
        </Panel>
        <OperatorPositions data={data} />
        <BodyForms work={work} view={view} path={path} />
      </SideColumns>
    </ProgramFrame>
  );
}
