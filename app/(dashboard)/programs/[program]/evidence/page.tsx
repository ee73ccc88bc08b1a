import type { Metadata } from 'next';
import { EvidenceTools } from '#components/evidence/evidence-tools.tsx';
import { EvidenceTable } from '#components/record/evidence-table.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { EVIDENCE_CLASSES } from '#lib/domain/evidence-class.ts';
import { LISTED_STATES, listEvidence } from '#lib/operations/list-evidence.ts';
import { forPage, href, mayWrite, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Evidence' };

export default async function EvidencePage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/evidence`;
  const view = await openProgramPage(slug, search, path);
  const filters = {
    class: EVIDENCE_CLASSES.find((item) => item === param(search, 'class')),
    state: LISTED_STATES.find((item) => item === param(search, 'state')),
    q: param(search, 'q').slice(0, 200) || undefined,
  };
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const cursor = param(search, 'cursor') || undefined;
  const list = await forPage(path, () => listEvidence(view.context, slug, { ...moment, ...filters, cursor }));
  const links = Object.fromEntries(
    list.items.map((item) => [
      item.id,
      item.assessments.map((line) => ({
        label: `${line.applicant}, ${line.condition.title}`,
        href: `/assessments/${line.id}${view.momentQuery}`,
      })),
    ]),
  );
  const adds = mayWrite(view, 'add_evidence');
  const kept = Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return (
    <ProgramFrame view={view} current="evidence" path={path} params={kept}>
      <PageHeader title="Evidence" aside={adds && <ButtonLink href={`${path}/new`}>Add evidence</ButtonLink>}>
        <p>
          Artifacts that assessments rest on, each with its class and its sources. Being linked to an assessment does not mean being
          accepted there.
        </p>
      </PageHeader>
      <EvidenceTable
        evidence={list.items}
        links={links}
        today={list.moment.asOfOn}
        itemHref={(id) => `${path}/${id}${view.momentQuery}`}
        tools={<EvidenceTools path={path} moment={moment} filters={filters} />}
        footer={
          <Pagination
            nextHref={list.nextCursor === null ? null : href(path, { ...moment, ...filters, cursor: list.nextCursor })}
            firstHref={cursor ? href(path, { ...moment, ...filters }) : null}
            text={list.items.length === 1 ? '1 item on this page' : `${list.items.length} items on this page`}
          />
        }
      />
    </ProgramFrame>
  );
}
