import type { RecordEntryView, RecordIssueView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';

/** Of a condition that the program keeps but does not assess. */
export const trackedNote = 'recorded, not tracked';

const OPEN_DATE = 'by the as-of date';

/** A position's words with its own date in place of "the as-of date", which on these pages is the reader's choice. */
export const saysText = (entry: RecordEntryView): string => entry.paraphrase.replace(OPEN_DATE, `by ${formatDate(entry.date, 'long')}`);

/** Nothing but "not on record": whose, must be said beside it. */
export const isSilence = (entry: RecordEntryView): boolean => entry.paraphrase.trim() === `not on record ${OPEN_DATE}`;

const kindWords: Record<string, string> = { later_report: 'later report', legal_opinion: 'legal opinion', control: 'who runs it' };

export const kindWord = (kind: string): string => kindWords[kind] ?? kind.replaceAll('_', ' ');

/** Entries with their kind in words, for lists that print it. */
export const kindsInWords = (entries: readonly RecordEntryView[]): RecordEntryView[] =>
  entries.map((entry) => ({ ...entry, kind: kindWord(entry.kind) }));

/** An entry as it stands for one applicant: a letter can be read for one place and only reported for another. */
export function entriesFor(applicationId: string, entries: readonly RecordEntryView[]): RecordEntryView[] {
  return kindsInWords(entries).map((entry) => {
    const subject = entry.subjects.find((item) => item.applicationId === applicationId);
    if (!subject) return entry;
    return { ...entry, grade: subject.grade, note: [entry.note, subject.note].filter(Boolean).join(' ') || null };
  });
}

const dated = (text: string): string => text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => formatDate(date, 'long'));

/** Conflicts with the dates in their texts written for people. */
export const issuesInWords = (issues: readonly RecordIssueView[]): RecordIssueView[] =>
  issues.map((issue) => ({
    ...issue,
    versions: issue.versions.map((version) => ({ ...version, says: dated(version.says) })),
    resolution: issue.resolution && dated(issue.resolution),
  }));
