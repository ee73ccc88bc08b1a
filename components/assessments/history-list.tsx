import type { Grade, Source } from '#lib/domain/record.ts';
import { FoldedSources } from './source-list.tsx';

export interface HistoryEvent {
  id: string;
  /** For example "Requested → Answer received". */
  title: string;
  /** `status` moves the status, `correction` rewrites it, `other` is anything beside it. */
  kind: 'status' | 'correction' | 'other';
  /** For example "Aug 14, 2017"; the same day in the program's zone as `effectiveAt`. */
  effectiveText: string;
  effectiveAt: string;
  /** For example "recorded today" or "recorded Nov 22, 2026". */
  recordedText: string;
  recordedAt: string;
  /** Who recorded it. */
  actor: string;
  note: string | null;
  /** What the event says beside its note, such as recipient and due date. */
  details?: readonly { term: string; detail: string }[] | undefined;
  sources: readonly Source[];
  grade: Grade | null;
  /** A later event corrected this one. */
  corrected?: boolean | undefined;
  /** For auditors: which checkpoint covers it, and where its proof is. */
  seal?: { text: string; proofHref: string } | undefined;
}

/** All that was recorded, newest first, with both of its times. */
export function HistoryList({ events }: { events: readonly HistoryEvent[] }) {
  if (events.length === 0) return <p className="muted">Nothing is on record at this moment.</p>;
  return (
    <ol className="history">
      {events.map((event) => (
        <HistoryItem key={event.id} event={event} />
      ))}
    </ol>
  );
}

function HistoryItem({ event }: { event: HistoryEvent }) {
  return (
    <li className={`history-${event.kind}${event.corrected ? ' history-corrected' : ''}`} id={`event-${event.id}`}>
      <p className="history-when">
        <time dateTime={event.effectiveAt}>{event.effectiveText}</time>
        <time className="history-recorded" dateTime={event.recordedAt}>
          {event.recordedText}
        </time>
      </p>
      <span className="history-dot" aria-hidden="true" />
      <div className="history-body">
        <p className="history-title">
          {event.title}
          {event.corrected && <span className="muted"> · corrected later</span>}
        </p>
        {event.note && <p className="history-note">{event.note}</p>}
        {event.details && event.details.length > 0 && (
          <p className="history-note">{event.details.map((item) => `${item.term}: ${item.detail}`).join(' · ')}</p>
        )}
        <div className="history-proof">
          <span>{event.actor}</span>
          <FoldedSources sources={event.sources} grade={event.grade ?? undefined} />
          {event.seal && (
            <span>
              {event.seal.text} · <a href={event.seal.proofHref}>Proof</a>
            </span>
          )}
        </div>
      </div>
    </li>
  );
}
