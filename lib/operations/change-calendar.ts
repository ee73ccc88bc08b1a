/**
 * Adds days to a calendar or takes them back, in every program. Open computed deadlines that it touches move, each with an event
 * that says why; those whose day has passed stay as they were.
 */

import type pg from 'pg';
import { z } from 'zod';
import {
  type ComputedRow,
  insertCalendar,
  insertDay,
  insertMove,
  listComputedDeadlines,
  lockCalendars,
  supersedeDay,
} from '#lib/data/calendars.ts';
import { readCalendars } from '#lib/data/due-facts.ts';
import { recordEvent } from '#lib/data/history.ts';
import { CALENDARS } from '#lib/domain/business-days.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import { computeDeadline } from '#lib/domain/deadline-rule.ts';
import { AppError } from '#lib/domain/errors.ts';
import { SYSTEM_STREAM } from '#lib/domain/event.ts';
import { dateInput, reasonInput } from '#lib/domain/input.ts';
import { compareInstants, formatDate } from '#lib/domain/time.ts';
import { authorizeEverywhere } from './access.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { unknownCalendar } from './known-calendar.ts';
import { write } from './write.ts';

export const calendarInput = z.strictObject({
  calendar: z
    .string({ error: 'Choose a calendar.' })
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Small letters, digits and underscores, beginning with a letter.'),
  /** For a new calendar: its name for people, and what it begins with. */
  title: z.string().trim().min(1).max(200).optional(),
  base: z.enum(CALENDARS).optional(),
  add: z
    .array(z.strictObject({ day: dateInput, closed: z.boolean().default(true) }))
    .max(200)
    .default([]),
  remove: z.array(dateInput).max(200).default([]),
  reason: reasonInput,
});
export type CalendarInput = z.infer<typeof calendarInput>;

/** @throws AppError `unauthenticated`, `forbidden`, `invalid_request`, `field_required`, `reason_required` */
export async function changeCalendar(context: Context, body: unknown): Promise<{ calendar: string; moved: number }> {
  authorizeEverywhere(context, 'manage_calendars');
  const input = parseInput(calendarInput, body);
  const act = actOf(context);
  return write(context, 'change-calendar', input, async (tx) => {
    const reason = requireReason(input.reason);
    await lockCalendars(tx);
    const made = await requireCalendar(tx, input);
    if (!made && input.add.length === 0 && input.remove.length === 0)
      throw new AppError('field_required', 'Name a day to add or to take back.', { field: 'add' });
    await changeDays(tx, input, reason, act.actorId);
    const { calendar, title = null, base = null, add, remove } = input;
    await recordEvent(tx, act, {
      ...SYSTEM_STREAM,
      kind: 'calendar_changed',
      reason,
      payload: { calendar, title, base, made, add, remove },
    });
    const moved = await moveDeadlines(tx, context, input, reason);
    return { calendar, moved };
  });
}

/** Whether it was made. @throws AppError `field_required`, `invalid_request` */
async function requireCalendar(tx: pg.PoolClient, { calendar, title, base }: CalendarInput): Promise<boolean> {
  const problem = await unknownCalendar(tx, calendar);
  if (problem === null && (title || base))
    throw new AppError('invalid_request', 'There is a calendar of this name already.', { field: 'calendar' });
  if (problem === null) return false;
  if (!title || !base)
    throw new AppError('field_required', `${problem} A new one needs a title and what it begins with.`, { field: 'title' });
  return insertCalendar(tx, { name: calendar, title, base });
}

async function changeDays(tx: pg.PoolClient, { calendar, add, remove }: CalendarInput, reason: string, byId: string): Promise<void> {
  const days = [...add.map(({ day }) => day), ...remove];
  if (new Set(days).size < days.length) throw new AppError('invalid_request', 'A day is named twice.', { field: 'add' });
  for (const day of remove) {
    if (!(await supersedeDay(tx, calendar, day)))
      throw new AppError('invalid_request', `${formatDate(day, 'long')} is not among the calendar's own days.`, { field: 'remove' });
  }
  for (const { day, closed } of add) {
    await supersedeDay(tx, calendar, day);
    await insertDay(tx, calendar, { day, closed, reason }, byId);
  }
}

/** Computes every open deadline anew, in the order of recording, so that what hangs on another deadline follows it. */
async function moveDeadlines(tx: pg.PoolClient, context: Context, { calendar: changed }: CalendarInput, reason: string): Promise<number> {
  const calendars = await readCalendars(tx, null);
  const dates = new Map<string, string>();
  let moved = 0;
  for (const row of await listComputedDeadlines(tx)) {
    const anchorOn = (row.rule.anchor === 'deadline' && row.rule.anchorId !== null && dates.get(row.rule.anchorId)) || row.rule.anchorOn;
    const { calendar } = row.rule;
    const { dueOn } = computeDeadline({ ...row.rule, anchorOn }, calendars.get(calendar) ?? calendar);
    if (dueOn !== row.dueOn && isOpen(context, row)) {
      await moveOne(tx, context, row, { dueOn, changed, reason });
      dates.set(row.id, dueOn);
      moved += 1;
    } else dates.set(row.id, row.dueOn);
  }
  return moved;
}

/** A day that has passed stays: what was late stays late, and what was in time stays in time. */
const isOpen = (context: Context, row: ComputedRow): boolean => compareInstants(context.now(), dueInstant(row, row.programZone).dueAt) <= 0;

async function moveOne(
  tx: pg.PoolClient,
  context: Context,
  row: ComputedRow,
  { dueOn, changed, reason }: { dueOn: string; changed: string; reason: string },
): Promise<void> {
  const why = `The calendar "${changed}" changed: ${reason}`;
  const { programId, id: deadlineId } = row;
  const moveId = await insertMove(tx, { programId, deadlineId, dueOn, why });
  await recordEvent(tx, actOf(context), {
    programId,
    streamId: programId,
    streamKind: 'program',
    kind: 'deadline_moved',
    reason: why,
    payload: { deadlineId, moveId, from: row.dueOn, dueOn, calendar: changed },
  });
}
