import type { Metadata } from 'next';
import { ledgerHref } from '#components/audit/audit-links.ts';
import { CheckpointTable } from '#components/audit/checkpoint-table.tsx';
import { HowToCheck, LedgerExplained } from '#components/audit/ledger-explained.tsx';
import { LedgerState } from '#components/audit/ledger-state.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { listCheckpoints } from '#lib/operations/list-checkpoints.ts';
import { forPage, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { AuditFrame } from './_components/audit-frame.tsx';
import { auditPath, checkpointRow, counted, lastCheckpoint, lateText, unsealedText, withMoment } from './_components/audit-words.ts';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'The ledger' };

export default async function LedgerPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = auditPath(slug);
  const view = await openProgramPage(slug, search, path);
  const cursor = param(search, 'cursor');
  const { list, newest } = await forPage(path, async () => {
    const first = await listCheckpoints(view.context, slug);
    return { newest: first.items[0], list: cursor ? await listCheckpoints(view.context, slug, { cursor }) : first };
  });
  const last = lastCheckpoint(newest, view);
  const downloadHref = ledgerHref(slug);
  const next = list.nextCursor === null ? null : withMoment(path, view, { cursor: list.nextCursor });
  return (
    <AuditFrame
      view={view}
      current="ledger"
      path={path}
      title="The ledger"
      lead="The history of this program is chained and sealed, so that you can check with your own means that nothing in it was changed afterwards."
    >
      <LedgerState last={last} unsealedText={unsealedText(list)} lateText={lateText(list)} downloadHref={downloadHref} />
      <div className="halves">
        <LedgerExplained />
        <HowToCheck downloadHref={downloadHref} keyId={last?.keyId ?? null} />
      </div>
      <CheckpointTable
        rows={list.items.map((item) => checkpointRow(item, view))}
        footer={
          (next || cursor) && (
            <Pagination
              nextHref={next}
              firstHref={cursor ? withMoment(path, view) : null}
              text={`${counted(list.items.length, 'checkpoint')} on this page`}
            />
          )
        }
      />
    </AuditFrame>
  );
}
