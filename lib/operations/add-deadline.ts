/** Adds a deadline to a program: a date that a source states, or one that a rule gives, kept with what it was computed from. */

import type pg from 'pg';
import { z } from 'zod';
import { findAnchor, holdCalendars, insertDeadline, lockAssessmentsDue } from '#lib/data/calendars.ts';
import { readCalendars } from '#lib/data/due-facts.ts';
import { recordEvent, recordStatuses } from '#lib/data/history.ts';
import { ROLLS } from '#lib/domain/business-days.ts';
import { dueInstant, isCutOff } from '#lib/domain/deadline.ts';
import { ANCHORS, computeDeadline, type DeadlineRule, UNITS } from '#lib/domain/deadline-rule.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { dateInput } from '#lib/domain/input.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { isZone } from '#lib/domain/time.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { requireKnownCalendar } from './known-calendar.ts';
import { write } from './write.ts';

export const ruleInput = z.strictObject({
  anchor: z.enum(ANCHORS, { error: 'Choose what it counts from.' }),
  /** For a fixed date. */
  anchorOn: dateInput.optional(),
  /** The request, letter or deadline that it counts from. */
  anchorId: z.uuid().optional(),
  offset: z.number({ error: 'Give a number of days.' }).int('Give whole days.').min(-3660).max(3660),
  unit: z.enum(UNITS, { error: 'Choose days or business days.' }),
  /** Absent: the program's. */
  calendar: z.string().min(1).max(60).optional(),
  roll: z.enum(ROLLS).default('next'),
});

export const deadlineInput = z.strictObject({
  label: z.string({ error: 'Give it a name.' }).trim().min(1, 'Give it a name.').max(200, 'The name is too long: at most 200 characters.'),
  dueOn: dateInput.optional(),
  rule: ruleInput.optional(),
  cutOff: z.string().refine(isCutOff, 'not a time of day; write HH:MM').optional(),
  zone: z.string().refine(isZone, 'not a time zone').optional(),
  basis: z.string({ error: 'Say what it rests on.' }).trim().min(1, 'Say what it rests on.').max(2000),
  /** Open assessments with this deadline get the new one. */
  replaces: z.uuid().optional(),
});
export type DeadlineInput = z.infer<typeof deadlineInput>;

/** Each assessment's own history says that its deadline changed, so this is for few; an extension reaches any number. */
const MOST = 1000;

/** @throws AppError `not_found`, `forbidden`, `invalid_request`, `field_required` */
export async function addDeadline(
  context: Context,
  slug: string,
  body: unknown,
): Promise<{ deadlineId: string; dueOn: string; dueAt: string; assessments: number }> {
  const program = await getProgram(context, slug, 'set_deadline');
  const input = parseInput(deadlineInput, body);
  return write(context, `add-deadline:${program.id}`, input, async (tx) => {
    // A calendar that changes meanwhile would miss a deadline that is not there yet.
    if (input.rule) await holdCalendars(tx);
    const held = input.replaces ? await assessmentsOf(tx, program, input.replaces) : [];
    const { dueOn, rule } = await dateOf(tx, program, input);
    const cutOff = input.cutOff ?? null;
    const zone = input.zone ?? null;
    const { dueAt } = dueInstant({ dueOn, cutOff, zone }, program.zone);
    const { label, basis } = input;
    const deadlineId = await insertDeadline(tx, { programId: program.id, label, dueOn, cutOff, zone, dueAt, basis, rule });
    const act = actOf(context);
    await recordStatuses(
      tx,
      act,
      held.map((assessmentId) => ({
        programId: program.id,
        assessmentId,
        kind: 'deadline_changed',
        reason: basis,
        payload: { deadlineId },
        patch: { deadlineId, dueOn, dueAt },
      })),
    );
    await recordEvent(tx, act, {
      programId: program.id,
      streamId: program.id,
      streamKind: 'program',
      kind: rule ? 'deadline_computed' : 'deadline_set',
      reason: basis,
      payload: { deadlineId, label, dueOn, dueAt, cutOff, zone, rule, replaces: input.replaces ?? null, assessments: held.length },
    });
    return { deadlineId, dueOn, dueAt, assessments: held.length };
  });
}

async function assessmentsOf(tx: pg.PoolClient, program: ProgramView, deadlineId: string): Promise<string[]> {
  if (!(await findAnchor(tx, program.id, 'deadline', deadlineId))) throw notFound('The deadline');
  const held = await lockAssessmentsDue(tx, program.id, deadlineId, MOST + 1);
  if (held.length <= MOST) return held;
  throw new AppError('invalid_request', `More than ${MOST.toLocaleString('en-US')} open assessments have it. Grant an extension instead.`, {
    field: 'replaces',
  });
}

async function dateOf(
  tx: pg.PoolClient,
  program: ProgramView,
  { dueOn, rule }: DeadlineInput,
): Promise<{ dueOn: string; rule: DeadlineRule | null }> {
  if (dueOn && rule) throw new AppError('invalid_request', 'Give a date or a rule, not both.', { field: 'dueOn' });
  if (dueOn) return { dueOn, rule: null };
  if (!rule) throw new AppError('field_required', 'Give a date, or a rule that gives one.', { field: 'dueOn' });
  const calendar = rule.calendar ?? program.calendar;
  await requireKnownCalendar(tx, calendar, 'rule.calendar');
  const anchorOn = await anchorDate(tx, program, rule);
  const { anchor, offset, unit, roll, anchorId = null } = rule;
  const kept: DeadlineRule = { anchor, anchorOn, anchorId, offset, unit, calendar, roll };
  const calendars = await readCalendars(tx, null);
  return { dueOn: computeDeadline(kept, calendars.get(calendar) ?? calendar).dueOn, rule: kept };
}

async function anchorDate(
  tx: pg.PoolClient,
  program: ProgramView,
  { anchor, anchorOn, anchorId }: z.infer<typeof ruleInput>,
): Promise<string> {
  if (anchor === 'fixed_date') {
    if (anchorId) throw new AppError('invalid_request', 'A fixed date refers to nothing else.', { field: 'rule.anchorId' });
    if (!anchorOn) throw new AppError('field_required', 'Give the date it counts from.', { field: 'rule.anchorOn' });
    return anchorOn;
  }
  if (anchorOn) throw new AppError('invalid_request', 'The date is that of what it counts from.', { field: 'rule.anchorOn' });
  if (!anchorId) throw new AppError('field_required', 'Say which one it counts from.', { field: 'rule.anchorId' });
  const found = await findAnchor(tx, program.id, anchor, anchorId);
  if (!found) throw notFound('What it counts from');
  if (found.on === null) throw new AppError('invalid_request', 'It has no date on record to count from.', { field: 'rule.anchorId' });
  return found.on;
}
