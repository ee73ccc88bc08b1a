/**
 * Lets a finding for an operator reach the assessments that rely on it, through however many others, in the transaction of the
 * act that caused it. Beyond the limit a job goes on in chunks (`propagate-outcomes.ts`).
 */
import type pg from 'pg';
import type { Act } from '#lib/data/history.ts';
import { type Cause, countDependents, filterReliedOn, listDependentIds, PROPAGATION_LIMIT, takeOutcomes } from '#lib/data/outcomes.ts';
import { insertPropagation } from '#lib/data/propagations.ts';
import { concludes, type Status } from '#lib/domain/status.ts';
import { type Context, requireActor } from './context.ts';
import { systemAct } from './system-principal.ts';

/** Proviso itself takes outcomes, for the person whose act they follow from and under the id of that request. */
async function outcomeAct(tx: pg.PoolClient, context: Context): Promise<Act> {
  const { principalId, onBehalfOfId } = requireActor(context);
  const { actorId } = await systemAct(tx);
  return { actorId, onBehalfOfId: onBehalfOfId ?? principalId, requestId: context.requestId };
}

interface Target {
  assessmentId: string;
  cause: Cause;
}

/** Lets these take their outcomes, and then whoever relies on those that changed. */
export async function takeAndFollow(
  tx: pg.PoolClient,
  act: Act,
  programId: string,
  targets: readonly Target[],
  limit: number,
): Promise<void> {
  const taken = await takeOutcomes(tx, act, programId, targets);
  const reliedOn = await filterReliedOn(
    tx,
    programId,
    taken.map((item) => item.assessmentId),
  );
  for (const { assessmentId, version, hash } of taken) {
    if (reliedOn.has(assessmentId)) await follow(tx, act, programId, { assessmentId, sequence: version, hash }, limit);
  }
}

async function follow(tx: pg.PoolClient, act: Act, programId: string, cause: Cause, limit: number): Promise<void> {
  const total = await countDependents(tx, programId, cause.assessmentId);
  if (total > limit) return insertPropagation(tx, act, programId, cause, total);
  const ids = await listDependentIds(tx, programId, cause.assessmentId, { after: null, limit });
  await takeAndFollow(
    tx,
    act,
    programId,
    ids.map((assessmentId) => ({ assessmentId, cause })),
    limit,
  );
}

/**
 * After a change of status: those that rely on the assessment follow it. Whatever changes the status of an operator's
 * assessment has to call this, in the same transaction.
 * @param cause the event of that change
 */
export async function followOutcomes(
  tx: pg.PoolClient,
  context: Context,
  programId: string,
  cause: Cause,
  limit = PROPAGATION_LIMIT,
): Promise<void> {
  if ((await countDependents(tx, programId, cause.assessmentId)) === 0) return;
  await follow(tx, await outcomeAct(tx, context), programId, cause, limit);
}

/** Lets one assessment take its own outcome: after it began or ceased to rely, or when its direct finding was reopened. */
export async function takeOwnOutcome(tx: pg.PoolClient, context: Context, programId: string, cause: Cause): Promise<void> {
  const targets = [{ assessmentId: cause.assessmentId, cause }];
  await takeAndFollow(tx, await outcomeAct(tx, context), programId, targets, PROPAGATION_LIMIT);
}

/** What a reopening brings about, for those that rely on the assessment and for itself: it follows those it relies on again. */
export async function followReopening(tx: pg.PoolClient, context: Context, programId: string, from: Status, cause: Cause): Promise<void> {
  if (!concludes(from)) return;
  await followOutcomes(tx, context, programId, cause);
  await takeOwnOutcome(tx, context, programId, cause);
}
