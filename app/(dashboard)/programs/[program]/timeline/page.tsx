import type { Metadata } from 'next';
import { AsOfSlider } from '#components/timeline/as-of-slider.tsx';
import { HindsightSwitch } from '#components/timeline/hindsight-switch.tsx';
import { Timeline } from '#components/timeline/timeline.tsx';
import { TimelineTable } from '#components/timeline/timeline-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { getTimeline } from '#lib/operations/get-timeline.ts';
import { forPage, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';
import { toTimelineData } from './_components/timeline-data.ts';
import { readChoices, timelineLinks } from './_components/timeline-links.ts';
import { leadText, leftOutText, moreLanesText } from './_components/timeline-words.ts';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Timeline' };

export default async function TimelinePage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/timeline`;
  const view = await openProgramPage(slug, search, path);
  const choices = readChoices(search, view);
  const timeline = await forPage(path, () =>
    getTimeline(view.context, slug, { asOf: view.asOf, knownAt: view.knownAt, publicBy: choices.publicDay }),
  );
  const views = toTimelineData(timeline, view);
  const { window, from, hrefs, showHref, kept, publicHref, jumps } = timelineLinks(path, choices, views, view);
  const isEmpty = timeline.lanes.every(({ items, bodyItems, bands }) => items.length + bodyItems.length + bands.length === 0);
  const notes = [leftOutText(timeline), moreLanesText(timeline)].filter((text) => text !== null);
  return (
    <ProgramFrame view={view} current="timeline" path={path} params={kept}>
      <PageHeader above={view.program.name} title="Timeline">
        <p className="muted page-lead">{leadText(timeline)}</p>
      </PageHeader>
      <div className="stack">
        <AsOfSlider
          action={path}
          param="asOf"
          keep={{ ...kept, knownAt: view.knownAt }}
          from={window.start}
          to={window.end}
          value={choices.asOfDay}
          today={view.today}
          live={view.asOf === ''}
          jumps={jumps}
        />
        <div>
          <HindsightSwitch on={choices.publicBy !== ''} href={publicHref} day={choices.publicDay || choices.asOfDay} />
          {notes.map((text) => (
            <p key={text} className="muted small">
              {text}
            </p>
          ))}
        </div>
        {isEmpty ? (
          <EmptyState title="Nothing was on record yet">The record was begun later than the day chosen under “known at”.</EmptyState>
        ) : (
          <Timeline
            data={views.plot}
            zoom={choices.zoom}
            from={from}
            selected={choices.selected || undefined}
            openStack={choices.stack || undefined}
            hrefs={hrefs}
          />
        )}
        {!isEmpty && (
          <Panel label="The same facts as a table" id="table" flush>
            <TimelineTable data={views.table} select={showHref} />
          </Panel>
        )}
      </div>
    </ProgramFrame>
  );
}
