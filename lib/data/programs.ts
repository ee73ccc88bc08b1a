/** Programs, their conditions with the wording in force, and their deadlines. */
import type { ConditionView, DeadlineView, Grade, ProgramView, Source } from '#lib/domain/record.ts';
import { instantFromDate, localDateOf } from '#lib/domain/time.ts';
import { twoPersonRuleOffLine } from '#lib/domain/two-people.ts';
import type { Database } from './client.ts';
import type { Condition, ConditionVersion, Deadline, Organization, Program } from './generated/client.ts';
import { dateText, requiredDateText } from './instant.ts';
import { sourcesOf } from './sources.ts';
import { translated } from './transaction.ts';

type ProgramRow = Program & { assessor: Organization | null; copyOf: Program | null; settingChanges: { decidedAt: Date | null }[] };

const view = (row: ProgramRow): ProgramView => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  kind: row.kind === 'practice' ? 'practice' : 'record',
  copyOf: row.copyOf?.slug ?? null,
  agency: row.agency,
  office: row.office,
  summary: row.summary,
  zone: row.zone,
  calendar: row.calendar,
  recordBasis: row.recordBasis === 'own_files' ? 'own_files' : 'public_sources',
  assessor: row.assessor ? { id: row.assessor.id, name: row.assessor.name } : null,
  twoPersonRule: row.twoPersonRule,
  dueSoonDays: row.dueSoonDays,
  standingLines: [...ruleLines(row), ...row.standingLines],
});

/** Said wherever the program's own lines are: without the rule a finding rests on one person alone. */
function ruleLines({ twoPersonRule, settingChanges, createdAt, zone }: ProgramRow): string[] {
  if (twoPersonRule) return [];
  const since = instantFromDate(settingChanges[0]?.decidedAt ?? createdAt);
  return [twoPersonRuleOffLine(localDateOf(since, zone))];
}

const withNames = {
  assessor: true,
  copyOf: true,
  /** The change that made the two-person rule what it is. */
  settingChanges: {
    where: { kind: 'two_person_rule', state: 'approved' },
    orderBy: { decidedAt: 'desc' },
    take: 1,
    select: { decidedAt: true },
  },
} as const;

export async function listPrograms(db: Database): Promise<ProgramView[]> {
  const rows = await translated(db.prisma.program.findMany({ include: withNames, orderBy: { createdAt: 'asc' } }));
  return rows.map(view);
}

export async function findProgram(db: Database, slug: string): Promise<ProgramView | null> {
  const row = await translated(db.prisma.program.findUnique({ where: { slug }, include: withNames }));
  return row ? view(row) : null;
}

export async function findProgramById(db: Database, id: string): Promise<ProgramView | null> {
  const row = await translated(db.prisma.program.findUnique({ where: { id }, include: withNames }));
  return row ? view(row) : null;
}

const conditionView = (row: Condition & { versions: ConditionVersion[] }, sources: Map<string, Source>): ConditionView => {
  const version = row.versions[0];
  if (!version) throw new Error(`Condition ${row.ref} has no wording.`);
  return {
    id: row.id,
    ref: row.ref,
    title: row.title,
    tracked: row.tracked,
    wording: version.wording,
    nature: version.nature,
    reason: version.reason,
    actionRequired: version.actionRequired,
    timeAllowed: version.timeAllowed,
    reconsideration: version.reconsideration,
    citation: version.citation,
    citedOn: dateText(version.citedOn),
    grade: version.grade as Grade,
    note: version.note,
    version: version.version,
    sources: pick(sources, version.sourceIds),
  };
};

export const pick = (sources: Map<string, Source>, ids: string[]): Source[] => ids.flatMap((id) => sources.get(id) ?? []);

/** All conditions in their order, tracked and recorded-only, each with its newest wording. */
export async function listConditions(db: Database, programId: string): Promise<ConditionView[]> {
  const rows = await translated(
    db.prisma.condition.findMany({
      where: { programId },
      orderBy: { sortOrder: 'asc' },
      include: { versions: { orderBy: { version: 'desc' }, take: 1 } },
    }),
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => row.versions.flatMap((version) => version.sourceIds)),
  );
  return rows.map((row) => conditionView(row, sources));
}

const deadlineView = (row: Deadline, sources: Map<string, Source>): DeadlineView => ({
  id: row.id,
  label: row.label,
  dueOn: requiredDateText(row.dueOn),
  cutOff: row.cutOff,
  zone: row.zone,
  timeStated: row.timeStated,
  zoneStated: row.zoneStated,
  dueAt: row.dueAt.toISOString().replace(/\.(\d{3})Z$/, (_, ms: string) => `.${ms}${ms === '999' ? '999' : '000'}Z`),
  basis: row.basis,
  sources: pick(sources, row.sourceIds),
});

/**
 * Deadlines in order of date. The first one recorded is the program's main deadline.
 * @param organizationId only those that this organization's assessments refer to (contributors); null for all
 */
export async function listDeadlines(db: Database, programId: string, organizationId: string | null): Promise<DeadlineView[]> {
  const own = { OR: [{ application: { organizationId: organizationId ?? '' } }, { operatorId: organizationId }] };
  const rows = await translated(
    db.prisma.deadline.findMany({
      where: { programId, supersededAt: null, ...(organizationId === null ? {} : { assessments: { some: own } }) },
      orderBy: [{ id: 'asc' }],
    }),
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => row.sourceIds),
  );
  return rows.map((row) => deadlineView(row, sources));
}
