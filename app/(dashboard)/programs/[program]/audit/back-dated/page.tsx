import type { Metadata } from 'next';
import { AuditEventTable } from '#components/audit/audit-event-table.tsx';
import { DaysForm } from '#components/audit/days-form.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { BACK_DATED_DEFAULT, BACK_DATED_MOST } from '#lib/domain/audit.ts';
import { type BackDatedList, listBackDated } from '#lib/operations/list-back-dated.ts';
import { forPage, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { AuditFrame } from '../_components/audit-frame.tsx';
import { auditEventRow, auditPath, counted, momentParams, withMoment } from '../_components/audit-words.ts';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Back-dated entries' };

const WHOLE = /^[1-9]\d{0,5}$/;

export default async function BackDatedPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = auditPath(slug, '/back-dated');
  const view = await openProgramPage(slug, search, path);
  const given = param(search, 'days');
  const days = WHOLE.test(given) ? Math.min(Number(given), BACK_DATED_MOST) : BACK_DATED_DEFAULT;
  const cursor = param(search, 'cursor');
  const query = { days, knownAt: view.knownAt, cursor: cursor || undefined };
  const list = await forPage(withMoment(path, view, { days: String(days) }), () => listBackDated(view.context, slug, query));
  const next = list.nextCursor === null ? null : withMoment(path, view, { days: String(days), cursor: list.nextCursor });
  return (
    <AuditFrame
      view={view}
      current="back-dated"
      path={path}
      params={{ days: String(days) }}
      title="Back-dated entries"
      lead="Events that took effect long before they were recorded, the last recorded first. That is no fault by itself: a record of the past is loaded long after it happened, and says so."
    >
      <DaysForm action={path} params={momentParams(view)} days={days} most={BACK_DATED_MOST} />
      {list.items.length === 0 ? (
        <div className="panel">
          <EmptyState title={`No event took effect ${counted(days, 'day')} or more before it was recorded.`} />
        </div>
      ) : (
        <AuditEventTable
          rows={list.items.map((item) => auditEventRow(item, view))}
          caption={caption(list)}
          footer={
            (next || cursor) && (
              <Pagination nextHref={next} firstHref={cursor ? withMoment(path, view, { days: String(days) }) : null} text="" />
            )
          }
        />
      )}
    </AuditFrame>
  );
}

/** "27 events took effect 30 days or more before they were recorded. All came with an import." */
function caption({ items, days }: BackDatedList): string {
  const imported = items.filter((item) => item.imported).length;
  const came = imported === items.length ? 'All came' : imported === 0 ? 'None came' : `${imported} of them came`;
  return `${counted(items.length, 'event')} took effect ${counted(days, 'day')} or more before being recorded. ${came} with an import.`;
}
