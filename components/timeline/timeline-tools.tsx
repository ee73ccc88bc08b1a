import type { ReactElement } from 'react';
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
        <a key={each} href={hrefs.zoom[each]} aria-current={each === zoom ? 'true' : undefined}>
          {ZOOM_LABELS[each]}
        </a>
      ))}
    </span>
    <span className="tl-seg">
      <a href={hrefs.prev} rel="prev">
        <span aria-hidden="true">←</span> Earlier
      </a>
      <a href={hrefs.next} rel="next">
        Later <span aria-hidden="true">→</span>
      </a>
    </span>
    <span className="tl-quiet">{spellWindow(window)}</span>
    {moved && <a href={hrefs.home}>Back to the deadline</a>}
  </nav>
);
