import type { Metadata } from 'next';
import { EvidenceFacts } from '#components/evidence/evidence-facts.tsx';
import { EvidenceHistory, EvidenceLinks, EvidenceVersions, WhoRelies } from '#components/evidence/evidence-lists.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader, SideColumns } from '#components/ui/page-header.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { evidenceStateLabels, evidenceStateOn } from '#lib/domain/evidence.ts';
import { evidenceClassLabels } from '#lib/domain/evidence-class.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { getEvidence } from '#lib/operations/get-evidence.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';
import { EvidenceActs } from './_components/evidence-acts.tsx';
import { Preview } from './_components/preview.tsx';

interface Props {
  params: Promise<{ program: string; evidence: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Evidence' };

export default async function EvidenceItemPage({ params, searchParams }: Props) {
  const { program: slug, evidence: id } = await params;
  const search = await searchParams;
  const list = `/programs/${slug}/evidence`;
  const path = `${list}/${id}`;
  const view = await openProgramPage(slug, search, path);
  const moment = view.moment.live ? undefined : view.moment;
  const data = await forPage(path, () => getEvidence(view.context, id, { programId: view.program.id, moment }));
  const { evidence: item } = data;
  const at = (instant: string) => formatInstant(instant, view.program.zone);
  const state = evidenceStateOn(item, view.moment.asOfOn);
  // A version of later than the page shows is not previewed on it.
  const version = data.versions.find((one) => String(one.version) === param(search, 'version'))?.version ?? item.version;
  const here = (more: Record<string, string>) => href(path, { asOf: view.asOf, knownAt: view.knownAt, ...more });
  return (
    <ProgramFrame view={view} current="evidence" path={path}>
      {param(search, 'done') === '1' && <Notice kind="info" title="Recorded." role="status" />}
      <PageHeader above={<Breadcrumbs items={[{ label: 'Evidence', href: list + view.momentQuery }]} />} title={item.title}>
        <div className="head-tags">
          <Tag>
            {item.class} · {evidenceClassLabels[item.class]}
          </Tag>
          <Tag variant={state === 'in_force' ? 'default' : 'due'}>{evidenceStateLabels[state]}</Tag>
          {item.privileged && <Tag>Privileged</Tag>}
        </div>
      </PageHeader>
      <SideColumns
        wide
        aside={
          <>
            <EvidenceFacts data={data} at={at} itemHref={(other) => `${list}/${other}${view.momentQuery}`} />
            <EvidenceHistory events={data.events} at={at} />
          </>
        }
      >
        <EvidenceVersions
          evidenceId={item.id}
          versions={data.versions}
          at={at}
          versionHref={(version) => here({ version: String(version) })}
        />
        <Preview context={view.context} item={item} version={version} page={Number(param(search, 'page')) || 1} hrefOf={here} />
        <EvidenceLinks links={data.links} at={at} moment={view.momentQuery} />
        <WhoRelies reliances={data.reliances} hidden={data.hiddenReliances} at={at} moment={view.momentQuery} />
        {view.moment.live && <EvidenceActs view={view} slug={slug} data={data} path={path} search={search} />}
      </SideColumns>
    </ProgramFrame>
  );
}
