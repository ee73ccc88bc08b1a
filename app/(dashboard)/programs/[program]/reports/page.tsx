import type { Metadata } from 'next';
import { ChangedSince } from '#components/reports/changed-since.tsx';
import { DownloadLinks } from '#components/reports/download-links.tsx';
import { ReportFilters } from '#components/reports/report-filters.tsx';
import { ReportPreview } from '#components/reports/report-preview.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { isLocalDate } from '#lib/domain/time.ts';
import { listChanges } from '#lib/operations/list-changes.ts';
import { previewReport } from '#lib/operations/preview-report.ts';
import { forPage, href, mayDo, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';
import { changeItems } from './_components/report-changes.ts';
import { readReport } from './_components/report-choices.ts';
import { reportFilters } from './_components/report-form.ts';
import { caption, downloads, ledgerText, tableColumns, tableRows } from './_components/report-table.ts';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Reports' };

export default async function ReportsPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/reports`;
  const view = await openProgramPage(slug, search, path);
  const choices = readReport(search, view);
  const since = isLocalDate(choices.since) ? choices.since : '';
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const { condition, state, q } = choices.query;
  const preview = await forPage(path, () => previewReport(view.context, slug, choices.query));
  const changes =
    since === '' ? null : await forPage(path, () => listChanges(view.context, slug, { condition, state, q, ...moment, since }));
  const mayExport = mayDo(view, 'export');
  const isFirst = !choices.query.cursor;
  const next = preview.nextCursor === null ? null : href(path, { ...choices.params, ...moment, cursor: preview.nextCursor });
  return (
    <ProgramFrame view={view} current="reports" path={path} params={choices.params}>
      <PageHeader above={view.program.name} title="Status report">
        <p className="muted page-lead">
          Choose rows and columns here, and the day above. A download holds exactly these rows and columns, with the program's standing
          lines.
        </p>
      </PageHeader>
      <div className="stack">
        <ReportFilters
          action={path}
          params={{ ...moment, since }}
          filters={reportFilters(choices, preview.conditions, preview.states)}
          resetHref={href(path, moment)}
        />
        <ReportPreview
          columns={tableColumns(path, choices, view)}
          rows={tableRows(preview, choices, view)}
          caption={caption(preview, view, isFirst)}
          footer={
            <>
              {mayExport && <DownloadLinks links={downloads(path, choices, view)} />}
              <p className="muted small mt-2">{ledgerText(preview, view)}</p>
              {(next !== null || !isFirst) && (
                <Pagination
                  nextHref={next}
                  firstHref={isFirst ? null : href(path, { ...choices.params, ...moment })}
                  text="A download holds all pages."
                />
              )}
            </>
          }
        />
        <ChangedSince
          action={path}
          params={{ ...choices.params, ...moment }}
          since={since}
          today={view.today}
          changes={changes ? changeItems(changes.items, view) : []}
        />
        {changes?.more && (
          <p className="muted small">Only the newest 500 events are listed here. The history of each assessment has all of them.</p>
        )}
      </div>
    </ProgramFrame>
  );
}
