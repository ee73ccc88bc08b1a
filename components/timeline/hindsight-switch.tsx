import type { ReactElement } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import './timeline.css';
import { parseDay, spellDay } from './day.ts';
import type { LocalDate } from './types.ts';

/** Leaves out what became public only later: what a reader of that day could have known. */
export const HindsightSwitch = ({ on, href, day }: { on: boolean; href: string; day: LocalDate }): ReactElement => (
  <AppLink className={on ? 'tl-switch tl-switch-on' : 'tl-switch'} href={href}>
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <rect className="tl-switch-box" x="1" y="1" width="14" height="14" rx="4" />
      {on && <path className="tl-switch-tick" d="M4 8.4 6.9 11 12 5.2" />}
    </svg>
    Only what was public by {spellDay(parseDay(day))}
    <span className="tl-sr">{on ? ' (on; show everything again)' : ' (off)'}</span>
  </AppLink>
);
