/** By when a letter's answers are due, for everybody and for each addressee, after the extensions and orders that move it. */
import { atOf, readDueFacts } from '#lib/data/due-facts.ts';
import { listRequests, listRequestTargets, type RecipientRow, type RequestScope } from '#lib/data/requests.ts';
import { translated } from '#lib/data/transaction.ts';
import { describeDue } from '#lib/domain/deadline.ts';
import { dueFinder, dueSetOf, resolveFor } from '#lib/domain/due-set.ts';
import type { OrderTarget } from '#lib/domain/legal-order.ts';
import type { LetterDue, ListedDue, ListedRequest, RecipientView } from '#lib/domain/letter.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { ResolvedDeadline } from '#lib/domain/resolve-deadline.ts';
import type { Context } from './context.ts';
import { liveMoment } from './moment.ts';

interface Asked {
  program: ProgramView;
  moment: Moment;
  /** Null: the letter has no due date on record. */
  deadlineId: string | null;
  rows: readonly RecipientRow[];
}

export interface LetterDues {
  /** For everybody whom no extension and no order names. */
  due: LetterDue | null;
  recipients: RecipientView[];
}

export async function letterDues({ program, moment, deadlineId, rows }: Asked, context: Context): Promise<LetterDues> {
  const facts = deadlineId === null ? null : await translated(readDueFacts(context.db.pool, program, moment, [deadlineId]));
  const base = facts?.deadlines[0];
  if (!facts || !base) return { due: null, recipients: rows.map((row) => withDue(row, null)) };
  const words = (resolved: ResolvedDeadline): LetterDue => ({
    dueOn: resolved.dueOn,
    dueAt: resolved.dueAt,
    zone: base.zone ?? program.zone,
    dueText: describeDue(resolved.dueOn, { cutOff: base.cutOff, zone: base.zone, programZone: program.zone }),
    moved: resolved.moved,
    paused: resolved.paused,
    askedUntil: resolved.pending?.wantedOn ?? null,
    steps: [...(base.basis ? [base.basis] : []), ...resolved.steps],
  });
  const at = atOf(moment);
  const general = resolveFor(facts, base, { applicationId: null, conditionId: null }, at);
  const find = dueFinder(dueSetOf(facts, at));
  const recipients = rows.map((row) => {
    const own = soonest(row.targets.map((target) => find(target) ?? general));
    return withDue(row, own && !isSame(own, general) ? words(own) : null);
  });
  return { due: words(general), recipients };
}

/** A letter that is not recorded yet: its date, and for each addressee what it asks about. */
export interface UnsentLetter {
  deadlineId: string | null;
  dueOn: string;
  sentOn: string;
  addressees: readonly (readonly OrderTarget[])[];
}

/** The date that would count now for each addressee; null where it is the one that the letter states. */
export async function unsentDues(
  program: ProgramView,
  context: Context,
  { deadlineId, dueOn, sentOn, addressees }: UnsentLetter,
): Promise<(ResolvedDeadline | null)[]> {
  const moment = liveMoment(context, program);
  const facts = await translated(readDueFacts(context.db.pool, program, moment, deadlineId === null ? [] : [deadlineId]));
  // A date of its own is set by the letter itself, and nothing moves it that was over by then.
  const base = facts.deadlines[0] ?? { id: '', dueOn, cutOff: null, zone: null, rule: null, setOn: sentOn };
  const find = dueFinder(dueSetOf({ ...facts, deadlines: [base] }, atOf(moment)));
  const general = resolveFor(facts, base, { applicationId: null, conditionId: null }, atOf(moment));
  return addressees.map((targets) => {
    const own = soonest(targets.map((target) => find(target) ?? general));
    return own !== null && (own.paused || own.dueOn !== dueOn) ? own : null;
  });
}

/** The dates of all letters of a list: two reads, however many there are, and one where nothing moves a date. */
export async function listedDues(program: ProgramView, context: Context, scope: RequestScope): Promise<ListedRequest[]> {
  const { pool } = context.db;
  const { moment } = scope;
  const letters = await translated(listRequests(pool, scope));
  const ids = [...new Set(letters.flatMap(({ deadlineId }) => deadlineId ?? []))];
  if (ids.length === 0) return letters.map(({ deadlineId: _, ...letter }) => ({ ...letter, due: null }));
  const facts = await translated(readDueFacts(pool, program, moment, ids));
  const set = dueSetOf(facts, atOf(moment));
  const targets = set.rows.length === 0 ? [] : await translated(listRequestTargets(pool, scope, set));
  const byLetter = Map.groupBy(targets, ({ requestId }) => requestId);
  return letters.map(({ deadlineId, ...letter }) => {
    const base = facts.deadlines.find(({ id }) => id === deadlineId);
    if (!base) return { ...letter, due: null };
    const find = dueFinder({ ...set, rows: set.rows.filter((row) => row.deadlineId === deadlineId) });
    const general = resolveFor(facts, base, { applicationId: null, conditionId: null }, atOf(moment));
    const all = (byLetter.get(letter.id) ?? []).map((target) => find(target) ?? general);
    return { ...letter, due: listedDue(all.length === 0 ? [general] : all, base.dueOn) };
  });
}

function listedDue(all: readonly ResolvedDeadline[], statedOn: string): ListedDue {
  const days = all.map(({ dueOn }) => dueOn).sort();
  const dueOn = soonest(all)?.dueOn ?? statedOn;
  return { dueOn, lastOn: days.at(-1) ?? dueOn, moved: days.some((day) => day !== statedOn), paused: all.every(({ paused }) => paused) };
}

const withDue = ({ targets: _, ...row }: RecipientRow, due: LetterDue | null): RecipientView => ({ ...row, due });

/** The first date that an addressee has to keep: a question whose date stands still gives way to one whose date runs. */
const soonest = (all: readonly ResolvedDeadline[]): ResolvedDeadline | null =>
  all.reduce<ResolvedDeadline | null>(
    (kept, one) => (kept === null || (kept.paused && !one.paused) || (kept.paused === one.paused && one.dueOn < kept.dueOn) ? one : kept),
    null,
  );

const isSame = (a: ResolvedDeadline, b: ResolvedDeadline): boolean =>
  a.dueOn === b.dueOn && a.paused === b.paused && (a.pending?.id ?? null) === (b.pending?.id ?? null);
