/** What changed since a day, one line per assessment. */
import type { ChangeItem } from '#components/reports/changed-since.tsx';
import { eventLabels, isEventKind, isStatusEvent } from '#lib/domain/event.ts';
import { type Status, statusRules } from '#lib/domain/status.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { AssessmentChange } from '#lib/operations/list-changes.ts';
import { href, type PageView } from '#lib/server/page.ts';

const label = (status: Status | null): string => (status === null ? 'Not on record' : statusRules[status].label);

/** The last change of status with the day from which it holds, or what else was recorded. */
function changeText({ from, to, events }: AssessmentChange, zone: string): string {
  const newest = events[0];
  const changed = events.find(({ kind }) => isStatusEvent(kind));
  const more = events.length > 1 ? ` (${events.length} events)` : '';
  if (from === to || changed === undefined) {
    const kinds = [...new Set(events.map(({ kind }) => (isEventKind(kind) ? eventLabels[kind] : kind)))];
    return `${kinds.join(', ')}${newest ? `; the status is ${from === to ? 'still ' : ''}${label(to)}` : ''}${more}`;
  }
  return `${label(from)} → ${label(to)}, effective ${formatDate(localDateOf(changed.effectiveAt, zone), 'short')}${more}`;
}

export function changeItems(changes: readonly AssessmentChange[], view: PageView): ChangeItem[] {
  const { zone } = view.program;
  return changes.map((change) => {
    const at = change.events[0]?.recordedAt ?? '';
    return {
      id: change.assessmentId,
      at,
      atText: formatDate(localDateOf(at, zone), 'short'),
      subject: `${change.subject} · ${change.condition.title}`,
      href: href(`/assessments/${change.assessmentId}`, { asOf: view.asOf, knownAt: view.knownAt }),
      text: changeText(change, zone),
      actor: [...new Set(change.events.map(({ actor }) => actor))].join(', '),
    };
  });
}
