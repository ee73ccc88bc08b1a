import { DueSteps } from '#components/deadlines/due-steps.tsx';
import type { Source } from '#lib/domain/record.ts';
import { SourceList } from './source-list.tsx';

export interface DeadlinePanelProps {
  /** For example "Answers due". */
  label: string;
  /** For example "Fri, Aug 18, 2017". */
  dueText: string;
  /** After the date, quieter: "end of day Eastern (assumed)". */
  zoneText?: string | undefined;
  /** For example "closed 3,383 days ago" or "3 days left · 3 business days". */
  countdownText: string;
  /** Share of the time from request to due date that has gone, 0 to 1; null when there is no start. */
  progress: number | null;
  /** How the instant came about, one sentence a step. */
  steps: readonly string[];
  sources: readonly Source[];
  /** For example that more time was asked for. */
  notes?: readonly string[] | undefined;
}

/** The deadline, and how it came about: what was stated and what assumed. */
export function DeadlinePanel({ label, dueText, zoneText, countdownText, progress, steps, sources, notes = [] }: DeadlinePanelProps) {
  return (
    <section className="panel deadline" aria-label="Deadline">
      <p className="eyebrow">{label}</p>
      <p>
        <b className="deadline-date">{dueText}</b> {zoneText && <span className="muted">{zoneText}</span>}
      </p>
      {progress !== null && (
        <svg className="rail" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect className="rail-all" width="100" height="4" />
          <rect className="rail-gone" width={Math.min(1, Math.max(0, progress)) * 100} height="4" />
        </svg>
      )}
      <p className="deadline-count">{countdownText}</p>
      {notes.map((note) => (
        <p key={note} className="deadline-note">
          {note}
        </p>
      ))}
      <DueSteps steps={steps}>
        <SourceList sources={sources} />
      </DueSteps>
    </section>
  );
}
