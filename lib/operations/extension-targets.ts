/** Whom an extension is for, its evidence, and telling open pages: what asking and deciding have in common. */
import type pg from 'pg';
import { announce } from '#lib/data/announce.ts';
import type { Queryable } from '#lib/data/client.ts';
import { atOf, readDueFacts } from '#lib/data/due-facts.ts';
import { type Extension, type ExtensionScope, findApplicants, findExtension, listAssessmentsDue } from '#lib/data/extensions.ts';
import { isId } from '#lib/data/ids.ts';
import { translated } from '#lib/data/transaction.ts';
import { dueFinder, dueSetOf, resolveFor } from '#lib/domain/due-set.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import type { Action } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { ResolvedDeadline } from '#lib/domain/resolve-deadline.ts';
import { formatDate, localDateOf, startOfDay } from '#lib/domain/time.ts';
import { loadEvidence, type NewEvidenceInput } from './change-input.ts';
import { addNewEvidence, linkToReach, MOST_LINKS } from './collect-evidence.ts';
import { authorizeAny, type Context, confinement, requireActor } from './context.ts';
import { getProgramById } from './get-program.ts';
import { liveMoment } from './moment.ts';

export interface LoadedExtension {
  program: ProgramView;
  extension: Extension;
}

/** @throws AppError `unauthenticated`, `not_found` (missing, foreign or malformed id), `forbidden` */
export async function loadExtension(context: Context, id: string, actions: readonly Action[]): Promise<LoadedExtension> {
  requireActor(context);
  const extension = isId(id) ? await translated(findExtension(context.db.pool, id)) : null;
  if (!extension) throw notFound('The request for more time');
  const confined = confinement(context, extension.programId);
  if (confined !== null && !(await isOwn(context.db.pool, extension, confined))) throw notFound('The request for more time');
  authorizeAny(context, actions, extension.programId, 'The request for more time');
  return { program: await getProgramById(context, extension.programId), extension };
}

async function isOwn(tx: Queryable, { programId, scope, applicationIds }: Extension, organizationId: string): Promise<boolean> {
  if (scope !== 'application' || !applicationIds) return false;
  return (await findApplicants(tx, programId, applicationIds)).some((subject) => subject.organizationId === organizationId);
}

/**
 * The deadline that counts now for those whom an extension is for: of several the earliest, since it helps whoever has that one.
 * @throws AppError `not_found` for a foreign deadline
 */
export async function currentDeadline(
  tx: Queryable,
  context: Context,
  program: ProgramView,
  deadlineId: string,
  applicationIds: readonly string[] | null,
): Promise<ResolvedDeadline> {
  const moment = liveMoment(context, program);
  const facts = await readDueFacts(tx, program, moment, [deadlineId]);
  const base = facts.deadlines[0];
  if (!base) throw notFound('The deadline');
  const nobody = { applicationId: null, conditionId: null };
  const general = resolveFor(facts, base, nobody, atOf(moment));
  const find = dueFinder(dueSetOf(facts, atOf(moment)));
  const all = (applicationIds ?? []).map((applicationId) => find({ ...nobody, applicationId }) ?? general);
  const [first = general, ...rest] = all;
  return rest.reduce((earliest, one) => (one.dueOn < earliest.dueOn ? one : earliest), first);
}

/** An extension never shortens. @throws AppError `invalid_request` */
export function requireLater(date: string, current: ResolvedDeadline, field: string): void {
  if (date > current.dueOn) return;
  throw new AppError('invalid_request', `It is due on ${formatDate(current.dueOn, 'long')}. An extension is to a later day.`, { field });
}

/** The instant a past date stands for; null for today or none: when recorded. @throws AppError `effective_in_future` */
export function pastInstant(context: Context, program: ProgramView, date: string | undefined, field: string): string | null {
  if (!date) return null;
  const today = localDateOf(context.now(), program.zone);
  if (date > today) throw new AppError('effective_in_future', 'That date is after today.', { field });
  return date === today ? null : startOfDay(date, program.zone);
}

interface Reach {
  deadlineId: string;
  scope: ExtensionScope;
  applicationIds: string[] | null;
}

/**
 * The ids of the evidence: items that exist, and one that is added with the act. A new item is linked to the assessments that
 * it is about, as `linkToReach` does.
 * @throws AppError `not_found`, `invalid_request`
 */
export async function keepLetter(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  reach: Reach,
  { evidenceIds = [], newEvidence }: { evidenceIds?: string[] | undefined; newEvidence?: NewEvidenceInput | undefined },
): Promise<string[]> {
  await loadEvidence(tx, context, program, evidenceIds);
  if (!newEvidence) return evidenceIds;
  const added = await addNewEvidence(tx, context, newEvidence);
  const assessments = await listAssessmentsDue(tx, program.id, reach.deadlineId, reach.applicationIds, MOST_LINKS + 1);
  await linkToReach(tx, context, program, added, { about: assessments, subjectIds: reach.applicationIds });
  return [...evidenceIds, added];
}

/** Open pages of the assessments concerned are told after the commit, where those are few. */
export async function announceDue(tx: pg.PoolClient, programId: string, reach: Reach): Promise<void> {
  const ids = await listAssessmentsDue(tx, programId, reach.deadlineId, reach.applicationIds, MOST_LINKS + 1);
  if (ids.length <= MOST_LINKS) for (const id of ids) announce(tx, id);
}

/** The stream that an extension's events stand on: that of the applicant or operator it is for, or the program's. */
export async function extensionStream(
  tx: Queryable,
  programId: string,
  { scope, applicationIds }: Pick<Reach, 'scope' | 'applicationIds'>,
) {
  const [subject] = scope === 'application' ? await findApplicants(tx, programId, applicationIds ?? []) : [];
  if (!subject) return { programId, streamId: programId, streamKind: 'program' } as const;
  return { programId, streamId: subject.id, streamKind: subject.kind };
}
