import type { Metadata } from 'next';
import { AuditEventTable } from '#components/audit/audit-event-table.tsx';
import { SampleForm } from '#components/audit/sample-form.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SAMPLE_DEFAULT, SAMPLE_MOST } from '#lib/domain/audit.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { type EventSample, sampleEvents } from '#lib/operations/sample-events.ts';
import { forPage, href, openProgramPage, type PageView, param, type SearchParams } from '#lib/server/page.ts';
import { AuditFrame } from '../_components/audit-frame.tsx';
import { auditEventRow, auditPath, counted, momentParams } from '../_components/audit-words.ts';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'A sample of events' };

const WHOLE = /^[1-9]\d{0,2}$/;

export default async function SamplePage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = auditPath(slug, '/sample');
  const view = await openProgramPage(slug, search, path);
  const seed = param(search, 'seed').slice(0, 100);
  const given = param(search, 'size');
  const size = WHOLE.test(given) ? Math.min(Number(given), SAMPLE_MOST) : SAMPLE_DEFAULT;
  const findingsOnly = param(search, 'findings') === '1';
  const request = { seed, size, findingsOnly, knownAt: view.knownAt };
  const sample = await forPage(path, async () => {
    // Without a seed nothing is drawn, and who may not draw is refused all the same.
    await getProgram(view.context, slug, 'read_audit');
    return seed === '' ? null : sampleEvents(view.context, slug, request);
  });
  const kept = seed === '' ? {} : { seed, size: String(size), ...(findingsOnly ? { findings: '1' } : {}) };
  return (
    <AuditFrame
      view={view}
      current="sample"
      path={path}
      params={kept}
      title="A sample of events"
      lead="Draws events at random from the history, for a closer look at each. The same seed draws the same events as long as the instant known at is the same, whatever is recorded later; so anybody can check that nothing was picked by hand."
    >
      <SampleForm action={path} params={momentParams(view)} seed={seed} size={size} most={SAMPLE_MOST} findingsOnly={findingsOnly} />
      {sample && <Drawn sample={sample} view={view} again={href(path, { ...kept, asOf: view.asOf, knownAt: sample.moment.knownAt })} />}
    </AuditFrame>
  );
}

function Drawn({ sample, view, again }: { sample: EventSample; view: PageView; again: string }) {
  const { items, findingsOnly, moment, settled } = sample;
  const when = formatInstant(moment.knownAt, view.program.zone);
  if (items.length === 0) {
    return (
      <div className="panel">
        <EmptyState title={findingsOnly ? `No finding was recorded by ${when}.` : `Nothing was recorded by ${when}.`} />
      </div>
    );
  }
  return (
    <AuditEventTable
      rows={items.map((item) => auditEventRow(item, view))}
      caption={`${counted(items.length, findingsOnly ? 'finding' : 'event')} drawn with the seed “${sample.seed}” from what was recorded by ${when}`}
      footer={
        <p className="small muted">
          <AppLink href={again}>Address of this very sample</AppLink>
          {!settled && '. A write that was under way at that instant could still come in; wait a minute and draw again to be sure'}. The
          order is that of SHA-256 over {'["proviso/sample/1", seed, stream, sequence]'}, so it can be drawn again from the exported ledger
          too.
        </p>
      }
    />
  );
}
