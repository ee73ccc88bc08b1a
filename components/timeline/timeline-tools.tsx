import type { ReactElement } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { type TimelineHrefs, ZOOMS, type Zoom } from './types.ts';
import { spellWindow, type TimeWindow } from './window.ts';

const ZOOM_LABELS: Record<Zoom, string> = { days: 'Days', weeks: 'Weeks', months: 'Months', years: 'Years' };

interface ToolsProps {
  zoom: Zoom;
  hrefs: TimelineHrefs;
  window: TimeWindow;
  moved: boolean;
}

/** Zoom and movement as plain links: they work without JavaScript and can be sent to somebody. */
export const TimelineTools = ({ zoom, hrefs, window, moved }: ToolsProps): ReactElement => (
  <nav className="tl-tools" aria-label="Span of the timeline">
    <span className="tl-seg">
      {ZOOMS.map((each) => (
        <AppLink key={each} href={hrefs.zoom[each]} aria-current={each === zoom ? 'true' : undefined}>
          {ZOOM_LABELS[each]}
        </AppLink>
      ))}
    </span>
    <span className="tl-seg">
      <AppLink href={hrefs.prev} rel="prev">
        <span aria-hidden="true">←</span> Earlier
      </AppLink>
      <AppLink href={hrefs.next} rel="next">
        Later <span aria-hidden="true">→</span>
      </AppLink>
    </span>
    <span className="tl-quiet">{spellWindow(window)}</span>
    {moved && <AppLink href={hrefs.home}>Back to the deadline</AppLink>}
  </nav>
);
