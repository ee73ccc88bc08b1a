/** What a digest could tell a person today: his work, as he may see it, each thing with the occasion it is told on. */
import type { Queryable } from '#lib/data/client.ts';
import { newId } from '#lib/data/ids.ts';
import { listGivenBy, type NewReminder } from '#lib/data/reminders.ts';
import { listDueDays, listToRemind, type WorkScope } from '#lib/data/work.ts';
import type { BusinessCalendar } from '#lib/domain/business-days.ts';
import type { DigestLine } from '#lib/domain/digest.ts';
import { may } from '#lib/domain/permission.ts';
import type { AssessmentRow, ProgramView } from '#lib/domain/record.ts';
import { dueWindow, dueWords, type Occasion, occasionOn } from '#lib/domain/reminder.ts';
import { statusRules } from '#lib/domain/status.ts';
import { formatDate, type LocalDate } from '#lib/domain/time.ts';
import { askedWords, type WorkEntry, type WorkGroup } from '#lib/domain/work.ts';
import { collectWork, scopeOf, type Worker } from './collect-work.ts';

export interface Told {
  line: DigestLine;
  reminder: NewReminder;
}

export interface DigestDay {
  programs: readonly ProgramView[];
  now: string;
  /** On the receiver's calendar. */
  day: LocalDate;
  /** Rows of one list. */
  most: number;
}

/** Rows of one list that one digest tells; the rest is told the next day, since what was told is not listed again. */
export const MOST_TOLD = 2000;

const programText = ({ name, kind }: Pick<ProgramView, 'name' | 'kind'>): string =>
  kind === 'practice' ? `${name}. Practice. Not the record.` : name;

function told(
  group: WorkGroup,
  { program, row }: Pick<WorkEntry, 'program' | 'row'>,
  why: string,
  occasion: Partial<NewReminder> & { subjectId: string; mark: string },
): Told {
  const place = row.applicant?.name ?? row.subject.name;
  return {
    line: { group, title: `${place}: ${row.condition.title}`, why, program: programText(program), path: `/assessments/${row.id}` },
    reminder: {
      id: newId(),
      kind: group === 'past_due' || group === 'due_soon' ? 'due' : group,
      programId: program.id,
      assessmentId: row.id,
      organizationId: null,
      dueOn: null,
      businessDays: null,
      ...occasion,
    },
  };
}

/** Due dates 10, 5 and 1 business days ahead or behind, by the calendar of the program and the row's own due date. */
async function dueLines(tx: Queryable, worker: Worker, { programs, now, day, most }: DigestDay): Promise<Told[]> {
  const lines: Told[] = [];
  const window = dueWindow(now);
  for (const program of programs.filter(({ id }) => may(worker.grants, 'read', id))) {
    const scope = await scopeOf(tx, worker, program, now, { limit: most, untold: true });
    // A city is never written to about a due date that is only practice.
    if (scope.organizationId !== null && program.kind === 'practice') continue;
    const days = await listDueDays(tx, scope, window.from, window.to);
    const occasions = new Map(days.flatMap((dueOn) => occasionOf(dueOn, day, scope.calendar)));
    if (occasions.size === 0) continue;
    const rows = await listToRemind(tx, scope, [...occasions.values()]);
    lines.push(...rows.slice(0, most).flatMap(({ row }) => dueLine(scope, row, day, occasions) ?? []));
  }
  return lines;
}

type DueOccasion = Occasion & { dueOn: LocalDate };

function occasionOf(dueOn: LocalDate, day: LocalDate, calendar: BusinessCalendar): [LocalDate, DueOccasion][] {
  const occasion = occasionOn(dueOn, day, calendar);
  return occasion ? [[dueOn, { ...occasion, dueOn }]] : [];
}

function dueLine(
  { program, calendar, organizationId }: WorkScope,
  row: AssessmentRow,
  day: LocalDate,
  occasions: ReadonlyMap<LocalDate, DueOccasion>,
): Told | null {
  const occasion = row.dueOn === null ? undefined : occasions.get(row.dueOn);
  if (!occasion || row.dueOn === null || row.dueAt === null) return null;
  const { businessDays } = occasion;
  const why = `${dueWords(row.dueOn, day, calendar)} (${formatDate(row.dueOn, 'long')})`;
  const mark = `${row.dueAt} ${businessDays}`;
  return told(businessDays < 0 ? 'due_soon' : 'past_due', { program, row }, why, {
    subjectId: row.id,
    mark,
    organizationId,
    dueOn: row.dueOn,
    businessDays,
  });
}

/** Everything else that waits: told once, on the first digest after it began to wait. */
async function otherLines(tx: Queryable, worker: Worker, { programs, now, most }: DigestDay): Promise<Told[]> {
  const work = await collectWork(tx, worker, programs, now, { limit: most, untold: true });
  const given = await listGivenBy(
    tx,
    worker.personId,
    work.assigned.entries.map(({ row }) => row.id),
  );
  return [
    ...work.to_decide.entries.flatMap((entry) => {
      const proposal = entry.row.openProposal;
      if (!proposal) return [];
      return [
        told('to_decide', entry, `${statusRules[proposal.to].label} proposed by ${proposal.proposedBy}`, {
          subjectId: proposal.id,
          mark: '',
        }),
      ];
    }),
    ...work.asked.entries.flatMap((entry) =>
      entry.asked
        ? [told('asked', entry, `${entry.asked.by} ${askedWords[entry.asked.kind]}`, { subjectId: entry.asked.id, mark: '' })]
        : [],
    ),
    ...work.assigned.entries.flatMap((entry) => {
      const gift = given.get(entry.row.id);
      return gift ? [told('assigned', entry, `given to you by ${gift.by}`, { subjectId: entry.row.id, mark: String(gift.sequence) })] : [];
    }),
    ...work.expiring.entries.map((entry) =>
      told('expiring', entry, `runs out after ${formatDate(entry.expiresOn ?? '', 'long')}`, {
        subjectId: entry.row.id,
        mark: entry.expiresOn ?? '',
      }),
    ),
    ...work.mentions.entries.flatMap((entry) =>
      entry.mention
        ? [told('mentions', entry, `${entry.mention.author} mentioned you in a note`, { subjectId: entry.mention.noteId, mark: '' })]
        : [],
    ),
  ];
}

/** Computed as the receiver: nothing that he may not read, in the roles held now. */
export async function collectLines(tx: Queryable, worker: Worker, day: DigestDay): Promise<Told[]> {
  return [...(await dueLines(tx, worker, day)), ...(await otherLines(tx, worker, day))];
}
