import type { Metadata } from 'next';
import { ConflictList, UnverifiedList } from '#components/record/record-issues.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { getPublicRecord } from '#lib/operations/get-public-record.ts';
import { forPage, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';
import { EntryPanel } from './_components/entry-panel.tsx';
import { issuesInWords } from './_components/entry-words.ts';
import { FactsPanel } from './_components/facts-panel.tsx';
import { LawPanel } from './_components/law-panel.tsx';
import { RecordContents } from './_components/record-contents.tsx';
import { SourcePanel } from './_components/source-panel.tsx';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Sources and open questions' };

export default async function RecordPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/record`;
  const view = await openProgramPage(slug, search, path);
  const kind = param(search, 'kind');
  const record = await forPage(path, () => getPublicRecord(view.context, slug, { asOf: view.asOf, knownAt: view.knownAt, kind }));
  return (
    <ProgramFrame view={view} current="record" path={path} params={kind ? { kind } : {}}>
      <PageHeader title="Sources and open questions">
        <p>What the public record says, by whom and where; where sources differ and what is used; what was looked for and not found.</p>
        {record.confined && (
          <p>You see what concerns your organization and the program as a whole. Where sources differ is not listed for you.</p>
        )}
        <RecordContents record={record} />
      </PageHeader>
      <div className="stack">
        <EntryPanel record={record} kind={kind} path={path} view={view} />
        {!record.confined && (
          <>
            <ConflictList issues={issuesInWords(record.conflicts)} />
            <UnverifiedList issues={record.unverified} />
          </>
        )}
        <LawPanel record={record} />
        <FactsPanel record={record} />
        <SourcePanel sources={record.sources} />
      </div>
    </ProgramFrame>
  );
}
