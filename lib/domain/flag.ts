/**
 * Flags: what to notice about an assessment at a moment. They are derived and never stored, with the as-of instant as
 * "now". Time never changes a status, it only raises flags; and silence is never a finding.
 */
import type { Status } from './status.ts';
import { addDays, compareInstants, endOfDay, type LocalDate, localDateOf, startOfDay } from './time.ts';

/** Sorted by id, which is the order in which an assessment lists its flags. */
export const FLAGS = [
  'controlled_elsewhere',
  'disputed',
  'due_soon',
  'due_today_zone_unstated',
  'late',
  'no_answer_found',
  'overdue',
  'relies_on_stale_evidence',
  'stayed',
  'waiver_expired',
] as const;

export type Flag = (typeof FLAGS)[number];

export const flagLabels: Record<Flag, string> = {
  controlled_elsewhere: 'Controlled by another body',
  disputed: 'Disputed',
  due_soon: 'Due soon',
  due_today_zone_unstated: 'On the due date; zone not stated',
  late: 'Answered after the due date',
  no_answer_found: 'Due date passed. No answer found in public sources.',
  overdue: 'Overdue',
  relies_on_stale_evidence: 'Relies on evidence no longer in force',
  stayed: 'Suspended: an order holds the deadline',
  waiver_expired: 'Waiver expired',
};

export const isFlag = (text: string): text is Flag => (FLAGS as readonly string[]).includes(text);

/** Statuses that wait for an answer. `not_started` does not: nothing was asked. */
export const AWAITING = ['requested', 'info_requested'] as const satisfies readonly Status[];
export const isAwaiting = (status: Status): boolean => (AWAITING as readonly Status[]).includes(status);

export interface FlagRow {
  status: Status;
  /** Null while there is no deadline; then no flag about one is raised. */
  dueAt: string | null;
  dueOn: LocalDate | null;
  /** The day an answer was received, or else dated, where one is on record. */
  answeredOn?: LocalDate | null;
  controlledElsewhere: boolean;
  disputed: boolean;
  /** A stay is in force. */
  paused: boolean;
  /** A finding taken from an operator, or its evidence, is no longer in force. */
  staleEvidence?: boolean;
  /** Last day of a waiver; null or absent when it has none. */
  waiverExpiresOn?: LocalDate | null;
}

export interface FlagContext {
  /** The instant that counts as now. */
  asOf: string;
  recordBasis: 'own_files' | 'public_sources';
  programZone: string;
  /** The applicant's own zone; null when unknown, and then only the program's counts. */
  applicantZone: string | null;
  /** False when the deadline's zone was assumed. */
  zoneStated: boolean;
  /** Calendar days before the due instant from which it is due soon. */
  dueSoonDays: number;
}

/** The last due instant that counts as due soon: the end of the day, in the program's zone, that many days ahead. */
export function dueSoonUntil(asOf: string, programZone: string, dueSoonDays: number): string {
  return endOfDay(addDays(localDateOf(asOf, programZone), dueSoonDays), programZone);
}

const later = (a: string, b: string): string => (compareInstants(a, b) < 0 ? b : a);

/**
 * The instant after which nobody can call an answer in time. It is the due instant where the zone was stated. Where it
 * was assumed the due date may have been meant by the applicant's clock as well, so the day must have ended in both.
 */
export function lateAfter(
  due: { dueAt: string; dueOn: LocalDate | null },
  context: Omit<FlagContext, 'asOf' | 'dueSoonDays' | 'recordBasis'>,
): string {
  if (context.zoneStated) return due.dueAt;
  const { programZone, applicantZone } = context;
  const dueOn = due.dueOn ?? localDateOf(due.dueAt, programZone);
  const ends = [programZone, applicantZone ?? programZone].map((zone) => endOfDay(dueOn, zone));
  return ends.reduce(later, due.dueAt);
}

/** Flags of an assessment that waits for an answer: at most one of them. */
function awaitingFlag(due: { dueAt: string; dueOn: LocalDate | null }, context: FlagContext): Flag | null {
  const { asOf, programZone, dueSoonDays } = context;
  if (compareInstants(asOf, due.dueAt) <= 0) {
    return compareInstants(due.dueAt, dueSoonUntil(asOf, programZone, dueSoonDays)) <= 0 ? 'due_soon' : null;
  }
  if (compareInstants(asOf, lateAfter(due, context)) <= 0) return 'due_today_zone_unstated';
  return context.recordBasis === 'own_files' ? 'overdue' : 'no_answer_found';
}

/**
 * Whether an answer, known by its day alone, came too late. It counts as late only when every instant of that day, by
 * the applicant's clock, lies after the limit: an answer of the due date itself may have come before a cut-off, and one
 * of the next day in Guam may have come on the due date in Washington. An answer after "now" has not come yet.
 */
function cameLate(due: { dueAt: string; dueOn: LocalDate | null }, answeredOn: LocalDate, context: FlagContext): boolean {
  const earliest = startOfDay(answeredOn, context.applicantZone ?? context.programZone);
  const limit = lateAfter(due, context);
  return compareInstants(earliest, limit) > 0 && compareInstants(context.asOf, earliest) >= 0;
}

function deadlineFlag(row: FlagRow, context: FlagContext): Flag | null {
  // While stayed the due instant stands still and will move, so nothing can be said of it.
  if (row.dueAt === null || row.paused) return null;
  const due = { dueAt: row.dueAt, dueOn: row.dueOn };
  if (isAwaiting(row.status)) return awaitingFlag(due, context);
  // Public sources seldom say when an answer came in, so there nothing is called late.
  if (context.recordBasis === 'public_sources' || !row.answeredOn) return null;
  return cameLate(due, row.answeredOn, context) ? 'late' : null;
}

function waiverExpired(row: FlagRow, context: FlagContext): boolean {
  if (row.status !== 'waived' || !row.waiverExpiresOn) return false;
  return compareInstants(context.asOf, endOfDay(row.waiverExpiresOn, context.programZone)) > 0;
}

/**
 * The flags of an assessment at `context.asOf`, sorted. Rules (docs/architecture.md, status and time):
 * - waiting for an answer up to the due instant: `due_soon` within `dueSoonDays` calendar days;
 * - after it: `overdue` in a program kept from its own files, `no_answer_found` in one kept from public sources, never
 *   both; where the zone was assumed and the day goes on in the applicant's zone, `due_today_zone_unstated` instead;
 * - no longer waiting: `late` for an answer that came after that (own files only);
 * - while stayed: `stayed`, and nothing about the deadline.
 * Throws RangeError for a bad date, instant or zone.
 */
export function flagsOf(row: FlagRow, context: FlagContext): Flag[] {
  const raised = new Set<Flag>();
  const deadline = deadlineFlag(row, context);
  if (deadline !== null) raised.add(deadline);
  if (row.controlledElsewhere) raised.add('controlled_elsewhere');
  if (row.disputed) raised.add('disputed');
  if (row.paused) raised.add('stayed');
  if (row.staleEvidence === true) raised.add('relies_on_stale_evidence');
  if (waiverExpired(row, context)) raised.add('waiver_expired');
  return FLAGS.filter((flag) => raised.has(flag));
}
