import type { HistoryEvent } from '#components/assessments/history-list.tsx';
import { proofHref, sealText } from '#components/audit/audit-links.ts';
import { answerLabels, isAnswer } from '#lib/domain/answer.ts';
import { sealOf } from '#lib/domain/audit.ts';
import { isStatusEvent, labelOfEvent, statusEventNote } from '#lib/domain/event.ts';
import type { EventView, Grade, Source } from '#lib/domain/record.ts';
import { isStatus, statusRules } from '#lib/domain/status.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';

/** The history with both times of every event, newest first, and the sources of the letter behind it. */
export function historyEvents(data: AssessmentPage, view: PageView): HistoryEvent[] {
  const corrected = new Set(data.events.map((event) => event.payload?.corrects).filter((value) => typeof value === 'number'));
  return data.events.toReversed().map((event) => ({
    id: String(event.sequence),
    title: titleOf(event),
    kind: event.kind === 'status_corrected' ? 'correction' : isStatusEvent(event.kind) ? 'status' : 'other',
    effectiveText: formatDate(localDateOf(event.effectiveAt, view.program.zone), 'short'),
    effectiveAt: event.effectiveAt,
    recordedText: recordedText(event.recordedAt, view),
    recordedAt: event.recordedAt,
    actor: event.onBehalfOf ? `${event.actor.name}, for ${event.onBehalfOf}` : event.actor.name,
    note: event.payload === null ? 'Content erased.' : event.reason,
    details: detailsOf(event),
    ...proofOf(event, data),
    corrected: corrected.has(event.sequence),
    seal: sealOn(event, data),
  }));
}

/** Only for those who audit; to others it would be noise. */
function sealOn({ sequence }: EventView, { seals, row, program }: AssessmentPage): HistoryEvent['seal'] {
  if (seals === null) return undefined;
  return { text: sealText(sealOf(seals, sequence)), proofHref: proofHref(program.slug, row.id, sequence) };
}

const label = (value: unknown): string => (typeof value === 'string' && isStatus(value) ? statusRules[value].label : '');

function titleOf(event: EventView): string {
  const words = labelOfEvent(event.kind, event.payload);
  const { from, to } = event.payload ?? {};
  if (event.kind === 'status_changed') return `${label(from)} → ${label(to)}`;
  if (event.kind === 'status_corrected') return `Corrected: ${label(from)} → ${label(to)}`;
  if (isStatusEvent(event.kind)) return `${label(from)} → ${label(to)}, ${statusEventNote(event.kind)}`;
  return to ? `${words}: ${label(to)}` : words;
}

function recordedText(recordedAt: string, view: PageView): string {
  const day = localDateOf(recordedAt, view.program.zone);
  return day === view.today ? 'recorded today' : `recorded ${formatDate(day, 'short')}`;
}

function detailsOf(event: EventView): { term: string; detail: string }[] {
  const { answer, details, counts } = event.payload ?? {};
  const rows: { term: string; detail: string }[] = [];
  if (typeof answer === 'string' && isAnswer(answer)) rows.push({ term: 'Says', detail: answerLabels[answer] });
  if (typeof counts === 'string') rows.push({ term: 'Counts as an answer', detail: counts });
  if (details && typeof details === 'object') {
    for (const [name, value] of Object.entries(details)) if (name !== 'grade') rows.push({ term: spaced(name), detail: String(value) });
  }
  return rows;
}

/** `dueBasis` as "Due basis". */
const spaced = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The letter an event rests on, out or in, with its own grade. */
function proofOf(event: EventView, data: AssessmentPage): { sources: readonly Source[]; grade: Grade | null } {
  const { requestId, responseId } = event.payload ?? {};
  const request = data.requests.find((item) => item.id === requestId);
  if (request) return { sources: request.sources, grade: request.grade };
  const response = data.responses.find((item) => item.id === responseId);
  if (response) return { sources: response.sources, grade: response.grade };
  return { sources: [], grade: null };
}
