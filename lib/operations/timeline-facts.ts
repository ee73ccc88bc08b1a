/** Record entries, letters and changes of status as facts of the timeline. */

import type { EntriesRecorded, LaneAssessment, ResponseRow, StatusEventRow } from '#lib/data/timeline.ts';
import { answerLabels } from '#lib/domain/answer.ts';
import { statusEventNote } from '#lib/domain/event.ts';
import type { RecordEntryView, Source } from '#lib/domain/record.ts';
import { statusRules } from '#lib/domain/status.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { TimelineFact } from '#lib/domain/timeline.ts';

/** Nothing was public before it happened, whatever the date of a source that was added to it. */
const publicDay = (publicOn: string | null, date: string): string | null => (publicOn !== null && publicOn < date ? date : publicOn);

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** A record entry as a lane shows it: the grade and the note are those of the applicant, where the entry has any. */
export function entryFact(
  entry: RecordEntryView,
  recorded: EntriesRecorded,
  counted: ResponseRow | null,
  applicationId: string | null,
): TimelineFact {
  const subject = entry.subjects.find((one) => one.applicationId === applicationId);
  const notes = subject
    ? [subject.note]
    : entry.subjects.map(({ applicantName, note }) => (note === null ? null : `${applicantName}: ${note}`));
  return {
    id: entry.ref,
    kind: entry.kind,
    date: entry.date,
    precision: entry.precision,
    title: entry.title,
    text: entry.paraphrase,
    note: [entry.note, ...notes].filter((note) => note !== null).join(' ') || null,
    attributedTo: entry.attributedTo,
    grade: subject?.grade ?? entry.grade,
    sources: entry.sources,
    publicOn: publicDay(entry.publicOn, entry.sortOn),
    effectiveAt: null,
    recordedAt: recorded.at.get(entry.id) ?? null,
    recordedBy: recorded.by,
    counts: counted?.counts ?? null,
    conditionRef: entry.conditionRef,
    assessmentId: null,
  };
}

/** The day a letter counts from: as its change of status does. */
export const dayOf = (response: ResponseRow, zone: string): string =>
  response.receivedOn ?? response.datedOn ?? localDateOf(response.recordedAt, zone);

const evidenceSource = ({ evidence }: ResponseRow): Source[] =>
  evidence === null
    ? []
    : [
        {
          id: evidence.id,
          ref: evidence.id,
          title: evidence.title,
          publisher: evidence.issuingBody,
          dated: evidence.dated,
          url: evidence.url,
          kind: 'evidence',
          seen: '',
          note: null,
        },
      ];

function datesOf({ datedOn, receivedOn }: ResponseRow): string {
  const dated = datedOn === null ? 'Date not on record' : `Dated ${formatDate(datedOn, 'long')}`;
  return `${dated}; ${receivedOn === null ? 'receipt not on record' : `received ${formatDate(receivedOn, 'long')}`}.`;
}

/** A letter that somebody recorded. */
export function responseFact(response: ResponseRow, applicant: string, zone: string, sources: Source[]): TimelineFact {
  const said = response.answers
    .filter(({ answer }) => answer !== null)
    .map(({ condition, answer }) => ({ condition, words: answer === null ? '' : answerLabels[answer] }));
  const words = [...new Set(said.map((one) => one.words))];
  const author = response.authorName ?? applicant;
  return {
    id: response.id,
    kind: 'response',
    date: dayOf(response, zone),
    precision: 'day',
    title: `Letter from ${author}${words.length === 0 ? '' : `: ${words.join(', ')}`}`,
    text: [
      sentence(response.summary ?? response.evidence?.title ?? `Letter from ${author}`),
      ...said.map((one) => `${one.condition}: ${one.words}.`),
    ].join(' '),
    note: datesOf(response),
    attributedTo: response.authorName,
    grade: response.grade,
    sources: [...sources, ...evidenceSource(response)],
    publicOn: null,
    effectiveAt: null,
    recordedAt: response.recordedAt,
    recordedBy: response.recordedBy,
    counts: response.counts,
    conditionRef: null,
    assessmentId: null,
  };
}

export function statusFact(event: StatusEventRow, assessment: LaneAssessment, zone: string): TimelineFact {
  const [from, to] = [event.from, event.to].map((status) => (status === null ? 'not on record' : statusRules[status].label));
  const corrected = event.kind === 'status_corrected';
  const note = corrected ? 'a correction' : statusEventNote(event.kind);
  const change = `${assessment.condition}: ${from} → ${to}${note ? ` (${note})` : ''}.`;
  const date = localDateOf(event.effectiveAt, zone);
  return {
    id: `${event.assessmentId}.${event.sequence}`,
    kind: 'status',
    date,
    precision: 'day',
    title: `${assessment.condition}: ${corrected ? 'corrected to ' : ''}${to}`,
    text: event.reason === null ? change : `${change} ${event.reason}`,
    note: null,
    attributedTo: null,
    grade: null,
    sources: [],
    publicOn: publicDay(event.publicOn, date),
    effectiveAt: event.effectiveAt,
    recordedAt: event.recordedAt,
    recordedBy: event.actor,
    counts: null,
    conditionRef: assessment.conditionRef,
    assessmentId: event.assessmentId,
  };
}
