/** The public record of a program: dated facts, where sources differ, what could not be verified, and every source. */
import { listApplications } from '#lib/data/applications.ts';
import { findProgramFacts, listProgramSources } from '#lib/data/program-sources.ts';
import { listRecordEntries, listRecordIssues } from '#lib/data/record.ts';
import type { Moment, ProgramView, RecordEntryView, RecordIssueView, Source } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { datedBy } from './dated-by.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';
import { type ProgramFacts, programFacts, refsIn } from './program-facts.ts';
import { visibleEntries } from './visible-entries.ts';

export interface PublicRecord {
  program: ProgramView;
  moment: Moment;
  facts: ProgramFacts;
  /** The asker sees one organization and the program as a whole; where sources differ is not told then. */
  confined: boolean;
  /** Dated facts of the kind asked for; positions and later reports stand with their applicants. */
  entries: RecordEntryView[];
  /** Kinds with how many entries each has at this moment, whatever is filtered. */
  kinds: { kind: string; count: number }[];
  conflicts: RecordIssueView[];
  unverified: RecordIssueView[];
  /** Every source that the program cites, as far as the asker may see it, by title. */
  sources: Source[];
}

const BESIDE = new Set(['position', 'later_report']);

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function getPublicRecord(
  context: Context,
  slug: string,
  query: MomentInput & { kind?: string | undefined } = {},
): Promise<PublicRecord> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, query);
  const confined = confinement(context, program.id);
  const facts = programFacts.parse(await findProgramFacts(context.db, program.id));
  const [all, issues, sources, visible] = await Promise.all([
    listRecordEntries(context.db, { programId: program.id, moment }),
    confined === null ? listRecordIssues(context.db, program.id) : [],
    listProgramSources(context.db, program.id, refsIn(facts), confined),
    visibleApplications(context, program, moment),
  ]);
  const had = datedBy(moment);
  const dated = visibleEntries(all, visible).filter((entry) => had(entry.sortOn) && !BESIDE.has(entry.kind));
  return {
    program,
    moment,
    facts,
    confined: confined !== null,
    sources,
    entries: query.kind ? dated.filter((entry) => entry.kind === query.kind) : dated,
    kinds: countKinds(dated),
    conflicts: issues.filter((issue) => issue.kind === 'conflict'),
    unverified: issues.filter((issue) => issue.kind === 'could_not_verify'),
  };
}

/** The applications that a contributor is confined to; null for everybody else. */
async function visibleApplications(context: Context, program: ProgramView, moment: Moment): Promise<Set<string> | null> {
  const confined = confinement(context, program.id);
  if (confined === null) return null;
  const applications = await listApplications(context.db, program.id, moment);
  return new Set(applications.filter((application) => application.organization.id === confined).map((application) => application.id));
}

function countKinds(entries: RecordEntryView[]): { kind: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { kind } of entries) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind, 'en'));
}
