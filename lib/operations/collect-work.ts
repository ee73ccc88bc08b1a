/** What waits for a person in every program he takes part in: for his page, and as the receiver for his digest. */
import type { Queryable } from '#lib/data/client.ts';
import { readDueSet } from '#lib/data/due-facts.ts';
import { listAssigned, listDue, listExpiring, listMentions, listToDecide, type WorkRow, type WorkScope } from '#lib/data/work.ts';
import { listAsked } from '#lib/data/work-asked.ts';
import { EXPIRING_DAYS } from '#lib/domain/evidence.ts';
import { dueSoonUntil } from '#lib/domain/flag.ts';
import { readableNotes } from '#lib/domain/note.ts';
import { confinedTo, type Grant, may } from '#lib/domain/permission.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { addDays, fromMicros, localDateOf, toMicros } from '#lib/domain/time.ts';
import { WORK_GROUPS, type Work, type WorkAsked, type WorkEntry, type WorkGroup, type WorkMention } from '#lib/domain/work.ts';
import { programCalendar } from './program-calendar.ts';

/** A person with the roles held now. */
export interface Worker {
  personId: string;
  grants: readonly Grant[];
}

/** How much is collected: at most so many of each list, and for a digest only what the person was not told yet. */
export interface Extent {
  limit: number;
  untold: boolean;
}

/** What this person is shown of a program, now. */
export async function scopeOf(
  tx: Queryable,
  worker: Worker,
  program: ProgramView,
  now: string,
  { limit, untold }: Extent,
): Promise<WorkScope> {
  const moment: Moment = { asOf: now, asOfOn: localDateOf(now, program.zone), knownAt: now, live: true };
  return {
    program,
    moment,
    calendar: await programCalendar(tx, program, moment),
    due: await readDueSet(tx, program, moment),
    personId: worker.personId,
    withUnassigned: may(worker.grants, 'record_status', program.id),
    organizationId: confinedTo(worker.grants, program.id),
    untold,
    limit,
  };
}

type Found = WorkRow & { mention?: WorkMention; asked?: WorkAsked };

async function workIn(tx: Queryable, worker: Worker, scope: WorkScope): Promise<Record<WorkGroup, Found[]>> {
  const { program, moment, organizationId } = scope;
  const soon = dueSoonUntil(moment.asOf, program.zone, program.dueSoonDays);
  const decides = {
    findings: may(worker.grants, 'approve_finding', program.id),
    closures: may(worker.grants, 'approve_closure', program.id),
  };
  const visibilities = readableNotes(worker.grants, program.id, organizationId ?? '');
  return {
    past_due: await listDue(tx, scope, null, moment.asOf),
    due_soon: await listDue(tx, scope, moment.asOf, fromMicros(toMicros(soon) + 1n)),
    to_decide: decides.findings || decides.closures ? await listToDecide(tx, scope, decides) : [],
    asked: await listAsked(tx, scope, {
      extensions: may(worker.grants, 'decide_extension', program.id),
      disputes: may(worker.grants, 'decide_dispute', program.id),
      questions: may(worker.grants, 'send_request', program.id),
    }),
    assigned: organizationId === null ? await listAssigned(tx, scope) : [],
    expiring: organizationId === null ? await listExpiring(tx, scope, moment.asOfOn, addDays(moment.asOfOn, EXPIRING_DAYS)) : [],
    mentions: visibilities.length > 0 ? await listMentions(tx, scope, visibilities) : [],
  };
}

/** A list that has more than its limit says so. */
export async function collectWork(
  tx: Queryable,
  worker: Worker,
  programs: readonly ProgramView[],
  now: string,
  extent: Extent,
): Promise<Work> {
  const { limit } = extent;
  const work = Object.fromEntries(WORK_GROUPS.map((group) => [group, { entries: [] as WorkEntry[], more: false }])) as Work;
  for (const program of programs.filter(({ id }) => may(worker.grants, 'read', id))) {
    const scope = await scopeOf(tx, worker, program, now, extent);
    const found = await workIn(tx, worker, scope);
    for (const group of WORK_GROUPS) work[group].entries.push(...found[group].map((item) => entryOf(scope, item)));
  }
  for (const group of WORK_GROUPS) {
    const { entries } = work[group];
    work[group] = { entries: entries.sort(sorts[group] ?? byDue).slice(0, limit), more: entries.length > limit };
  }
  return work;
}

const entryOf = ({ program, calendar }: WorkScope, { row, expiresOn, mention, asked }: Found): WorkEntry => ({
  program,
  calendar,
  row,
  expiresOn,
  mention: mention ?? null,
  asked: asked ?? null,
});

const LAST = '9999';
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byDue = (a: WorkEntry, b: WorkEntry): number => byText(a.row.dueAt ?? LAST, b.row.dueAt ?? LAST) || byText(a.row.id, b.row.id);
const byMention = (a: WorkEntry, b: WorkEntry): number => byText(a.mention?.recordedAt ?? LAST, b.mention?.recordedAt ?? LAST);
const byAsked = (a: WorkEntry, b: WorkEntry): number => byText(a.asked?.at ?? LAST, b.asked?.at ?? LAST);
/** Those that are not in order of due date. */
const sorts: Partial<Record<WorkGroup, typeof byDue>> = { mentions: byMention, asked: byAsked };
