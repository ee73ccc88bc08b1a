/** What is recorded of a legal order, and the checks that recording and amending share. */

import type pg from 'pg';
import { z } from 'zod';
import { listAssessmentsOf } from '#lib/data/evidence-homes.ts';
import { findApplicants } from '#lib/data/extensions.ts';
import { firstActingOn, isEarlierOrder, lockOrder, type OrderFacts } from '#lib/data/legal-orders.ts';
import { listConditions } from '#lib/data/programs.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { dateInput } from '#lib/domain/input.ts';
import { isLifting, LIFTING, ORDER_EFFECTS, ORDER_PARTIES } from '#lib/domain/legal-order.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import { type Lacking, loadEvidence, newEvidenceInput } from './change-input.ts';
import { addNewEvidence, linkToReach, MOST_LINKS } from './collect-evidence.ts';
import type { Context } from './context.ts';

const text = (what: string, most: number) =>
  z
    .string({ error: `Give the ${what}.` })
    .trim()
    .min(1, `Give the ${what}.`)
    .max(most, `The ${what} is too long: at most ${most.toLocaleString('en-US')} characters.`);

export const orderInput = z.strictObject({
  court: text('court', 200),
  docket: text('docket number', 100),
  title: text('title', 300),
  decidedOn: dateInput,
  effect: z.enum(ORDER_EFFECTS, { error: 'Choose what it does.' }),
  parties: z.enum(ORDER_PARTIES, { error: 'Say whom it reaches.' }).default('all'),
  /** The named parties; none when it reaches all. */
  applicationIds: z.array(z.uuid()).max(10_000).default([]),
  /** Refs of the conditions it is about; none: all of the program. */
  conditions: z.array(z.string().min(1).max(60)).max(100).default([]),
  /** First day in force; absent: the day it was decided. */
  validFrom: dateInput.optional(),
  /** First day on which it is no longer in force, where that is known. */
  validTo: dateInput.optional(),
  /** The order that it replaces, stays or vacates. */
  actsOnId: z.uuid().optional(),
  summary: text('summary', 4000),
  evidenceIds: z.array(z.uuid()).max(100).default([]),
  newEvidence: newEvidenceInput.optional(),
});
export type OrderInput = z.infer<typeof orderInput>;

const ACTS_ON_MISSING = 'Say which order it stays or vacates.';
const PARTIES_MISSING = 'Name the parties.';

/** What an order needs besides, for what it does and whom it reaches. */
export const orderLacks: Lacking = ({ effect, actsOnId, parties, applicationIds }) => ({
  ...(actsOnId === undefined && (LIFTING as readonly unknown[]).includes(effect) ? { actsOnId: ACTS_ON_MISSING } : {}),
  ...(parties !== undefined && parties !== 'all' && (!Array.isArray(applicationIds) || applicationIds.length === 0)
    ? { applicationIds: PARTIES_MISSING }
    : {}),
});

/**
 * The facts to store, after everything that they name was found in this program.
 * @throws AppError `invalid_request`, `effective_in_future`, `field_required`, `not_found`
 */
export async function orderFacts(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  id: string,
  input: OrderInput,
): Promise<OrderFacts> {
  requireDates(context, program, input);
  const applicationIds = await requireParties(tx, program, input);
  const conditionIds = await requireConditions(context, program, input.conditions);
  const actsOnId = await requireActsOn(tx, program, id, input);
  await loadEvidence(tx, context, program, input.evidenceIds);
  const added = await addPaper(tx, context, program, { input, applicationIds, conditionIds });
  const { court, docket, title, decidedOn, effect, parties, summary, evidenceIds } = input;
  const validFrom = input.validFrom ?? decidedOn;
  const facts = { id, court, docket, title, decidedOn, effect, parties, applicationIds, conditionIds, validFrom, actsOnId, summary };
  return { ...facts, validTo: input.validTo ?? null, sourceIds: [], evidenceIds: [...evidenceIds, ...added] };
}

/** A paper that came with the order, on the assessments that the order reaches. */
async function addPaper(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  { input, applicationIds, conditionIds }: { input: OrderInput; applicationIds: string[]; conditionIds: string[] },
): Promise<string[]> {
  if (!input.newEvidence) return [];
  const added = await addNewEvidence(tx, context, input.newEvidence);
  const subjectIds = input.parties === 'all' ? null : applicationIds;
  const about = await listAssessmentsOf(tx, program.id, { subjectIds, conditionIds }, MOST_LINKS + 1);
  await linkToReach(tx, context, program, added, { about, subjectIds });
  return [added];
}

function requireDates(context: Context, program: ProgramView, { decidedOn, validFrom, validTo }: OrderInput): void {
  if (decidedOn > localDateOf(context.now(), program.zone))
    throw new AppError('effective_in_future', 'An order cannot be decided after today.', { field: 'decidedOn' });
  if (validTo && validTo < (validFrom ?? decidedOn))
    throw new AppError('invalid_request', 'It ends before it begins.', { field: 'validTo' });
}

async function requireParties(tx: pg.PoolClient, program: ProgramView, { parties, applicationIds }: OrderInput): Promise<string[]> {
  const ids = [...new Set(applicationIds)].sort();
  if (parties === 'all') {
    if (ids.length > 0) throw new AppError('invalid_request', 'It reaches all, so it names nobody.', { field: 'applicationIds' });
    return [];
  }
  if (ids.length === 0) throw new AppError('field_required', PARTIES_MISSING, { field: 'applicationIds' });
  if ((await findApplicants(tx, program.id, ids)).length !== ids.length) throw notFound('A named party');
  return ids;
}

async function requireConditions(context: Context, program: ProgramView, refs: readonly string[]): Promise<string[]> {
  if (refs.length === 0) return [];
  const conditions = await listConditions(context.db, program.id);
  return [...new Set(refs)].map((ref) => {
    const found = conditions.find((condition) => condition.ref === ref);
    if (!found) throw new AppError('invalid_request', `conditions: ${ref} is not a condition of this program.`, { field: 'conditions' });
    return found.id;
  });
}

/** An order acts on one that was on record before it, so no circle can come about. */
async function requireActsOn(
  tx: pg.PoolClient,
  program: ProgramView,
  id: string,
  { effect, actsOnId, decidedOn }: OrderInput,
): Promise<string | null> {
  await requireBeforeActing(tx, program, id, decidedOn);
  if (!actsOnId) {
    if (isLifting(effect)) throw new AppError('field_required', ACTS_ON_MISSING, { field: 'actsOnId' });
    return null;
  }
  const other = await lockOrder(tx, program.id, actsOnId);
  if (!other) throw notFound('The other order');
  if (!(await isEarlierOrder(tx, program.id, actsOnId, id)))
    throw new AppError('invalid_request', 'An order acts on one that was recorded before it.', { field: 'actsOnId' });
  if (decidedOn < other.decidedOn) throw decidedTooEarly(decidedOn, other.decidedOn);
  return actsOnId;
}

const decidedTooEarly = (decidedOn: string, otherOn: string): AppError =>
  new AppError(
    'invalid_request',
    `An order decided on ${formatDate(decidedOn, 'long')} cannot act on one that was decided later, on ${formatDate(otherOn, 'long')}.`,
    { field: 'decidedOn' },
  );

/** A correction cannot bring an order past the day of one that acts on it. */
async function requireBeforeActing(tx: pg.PoolClient, program: ProgramView, id: string, decidedOn: string): Promise<void> {
  const actingOn = await firstActingOn(tx, program.id, id);
  if (actingOn !== null && actingOn < decidedOn) throw decidedTooEarly(actingOn, decidedOn);
}
