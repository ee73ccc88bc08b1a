/** The assessments that evidence is put on: they exist for whoever asks, he may do this there, and they are locked. */
import type pg from 'pg';
import { type LinkTarget, listLinkTargets, lockAssessments } from '#lib/data/evidence-homes.ts';
import { notFound } from '#lib/domain/errors.ts';
import type { Action } from '#lib/domain/permission.ts';
import { authorize, type Context, confinement } from './context.ts';

/** Ids of assessments in a request; far more than a person chooses by hand. */
export const MAX_TARGETS = 1000;

/**
 * Asked in each program that the assessments belong to. Locked by program and then by id, as everything that locks many.
 * @throws AppError `not_found` when one is missing or foreign, `forbidden`
 */
export async function lockTargets(tx: pg.PoolClient, context: Context, ids: readonly string[], action: Action): Promise<LinkTarget[]> {
  const wanted = [...new Set(ids)];
  const targets = await listLinkTargets(tx, wanted);
  if (targets.length !== wanted.length) throw notFound('An assessment');
  for (const target of targets) requireOwn(context, target, action);
  for (const [programId, group] of Map.groupBy(targets, (target) => target.programId)) {
    await lockAssessments(
      tx,
      programId,
      group.map((target) => target.id),
    );
  }
  return targets;
}

/** @throws AppError `not_found`, `forbidden` */
export function requireOwn(context: Context, target: LinkTarget, action: Action): void {
  const confined = confinement(context, target.programId);
  if (confined !== null && confined !== target.organizationId) throw notFound('The assessment');
  authorize(context, action, target.programId, 'The assessment');
}
