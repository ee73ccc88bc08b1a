/** The public record: dated entries, conflicts between sources, and what could not be verified. */
import type { Grade, Moment, RecordEntryView, RecordIssueView, Source } from '#lib/domain/record.ts';
import type { Database } from './client.ts';
import type { RecordEntry, RecordEntrySubject } from './generated/client.ts';
import { dateText, requiredDateText } from './instant.ts';
import { pick } from './programs.ts';
import { sourcesOf } from './sources.ts';
import { translated } from './transaction.ts';

type EntryRow = RecordEntry & {
  condition: { ref: string } | null;
  subjects: (RecordEntrySubject & { application: { jurisdiction: { name: string } } | null; operator: { name: string } | null })[];
};

export interface RecordQuery {
  programId: string;
  moment: Moment;
  /** Only what was public by the end of this day. */
  publicBy?: string | null;
  applicationId?: string;
  kinds?: string[];
}

/** Entries dated by T and known at K, in order of date. */
export async function listRecordEntries(db: Database, query: RecordQuery): Promise<RecordEntryView[]> {
  const known = new Date(query.moment.knownAt);
  const rows = await translated(
    db.prisma.recordEntry.findMany({
      where: {
        programId: query.programId,
        recordedAt: { lte: known },
        sortOn: { lte: new Date(query.moment.asOfOn) },
        OR: [{ supersededAt: null }, { supersededAt: { gt: known } }],
        ...(query.publicBy ? { publicOn: { lte: new Date(`${query.publicBy}T00:00:00Z`) } } : {}),
        ...(query.applicationId ? { subjects: { some: { applicationId: query.applicationId } } } : {}),
        ...(query.kinds ? { kind: { in: query.kinds } } : {}),
      },
      orderBy: [{ sortOn: 'asc' }, { ref: 'asc' }],
      include: { condition: true, subjects: { include: { application: { include: { jurisdiction: true } }, operator: true } } },
    }),
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => row.sourceIds),
  );
  return rows.map((row) => entryView(row, sources));
}

function entryView(row: EntryRow, sources: Map<string, Source>): RecordEntryView {
  return {
    id: row.id,
    ref: row.ref,
    kind: row.kind,
    date: row.dateText,
    precision: row.datePrecision as RecordEntryView['precision'],
    sortOn: requiredDateText(row.sortOn),
    title: row.title,
    paraphrase: row.paraphrase,
    attributedTo: row.attributedTo,
    grade: row.grade as Grade,
    publicOn: dateText(row.publicOn),
    note: row.note,
    conditionRef: row.condition?.ref ?? null,
    side: row.side as RecordEntryView['side'],
    sources: pick(sources, row.sourceIds),
    subjects: row.subjects
      .flatMap((subject) =>
        subject.applicationId && subject.application
          ? [
              {
                applicationId: subject.applicationId,
                applicantName: subject.application.jurisdiction.name,
                operatorId: subject.operatorId,
                operatorName: subject.operator?.name ?? null,
                grade: subject.grade as Grade,
                note: subject.note,
              },
            ]
          : [],
      )
      .sort((a, b) => a.applicantName.localeCompare(b.applicantName, 'en')),
  };
}

/** Nothing says which applicants an issue is about, so none is for somebody confined to one of them. */
export async function listRecordIssues(db: Database, programId: string): Promise<RecordIssueView[]> {
  const rows = await translated(db.prisma.recordIssue.findMany({ where: { programId }, orderBy: { sortOrder: 'asc' } }));
  const versions = rows.map((row) => row.versions as { says: string; sourceIds: string[] }[]);
  const sources = await sourcesOf(
    db,
    versions.flat().flatMap((version) => version.sourceIds),
  );
  return rows.map((row, index) => ({
    ref: row.ref,
    kind: row.kind === 'conflict' ? 'conflict' : 'could_not_verify',
    topic: row.topic,
    versions: (versions[index] ?? []).map((version) => ({ says: version.says, sources: pick(sources, version.sourceIds) })),
    resolution: row.resolution,
  }));
}
