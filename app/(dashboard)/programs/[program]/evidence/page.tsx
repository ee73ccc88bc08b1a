import type { Metadata } from 'next';
import { EvidenceTable } from '#components/record/evidence-table.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { EVIDENCE_CLASSES, evidenceClassLabels } from '#lib/domain/evidence-class.ts';
import { listEvidence } from '#lib/operations/list-evidence.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
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
  const chosen = EVIDENCE_CLASSES.find((item) => item === param(search, 'class'));
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const list = await forPage(path, () => listEvidence(view.context, slug, { ...moment, class: chosen }));
  const links = Object.fromEntries(
    list.items.map((item) => [
      item.id,
      item.assessments.map((line) => ({
        label: `${line.applicant}, ${line.condition.title}`,
        href: `/assessments/${line.id}${view.momentQuery}`,
      })),
    ]),
  );
  return (
    <ProgramFrame view={view} current="evidence" path={path} params={chosen ? { class: chosen } : {}}>
      <PageHeader title="Evidence">
        <p>
          Artifacts that assessments rest on, each with its class and its sources. Being linked to an assessment does not mean being
          accepted there.
        </p>
      </PageHeader>
      <EvidenceTable
        evidence={list.items}
        links={links}
        tools={
          <>
            <Chip href={href(path, moment)} current={!chosen}>
              All classes
            </Chip>
            {EVIDENCE_CLASSES.map((item) => (
              <Chip key={item} href={href(path, { ...moment, class: item })} current={item === chosen}>
                {item} · {evidenceClassLabels[item]}
              </Chip>
            ))}
          </>
        }
      />
    </ProgramFrame>
  );
}
