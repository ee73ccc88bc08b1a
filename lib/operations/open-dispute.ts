/** Records an objection or a request for reconsideration on an assessment, in the words of whoever makes it. */

import type pg from 'pg';
import { z } from 'zod';
import { type LockedAssessment, lockAssessment } from '#lib/data/assessments.ts';
import { findStandingProposal, insertDispute, listConcerned } from '#lib/data/disputes.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { DISPUTE_KINDS } from '#lib/domain/dispute.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { dateInput } from '#lib/domain/input.ts';
import { concludes } from '#lib/domain/status.ts';
import { localDateOf, startOfDay } from '#lib/domain/time.ts';
import { loadEvidence, parseInput } from './change-input.ts';
import { actOf, type Context, confinement, requireActor } from './context.ts';
import { linkEvidence } from './link-evidence.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';
import { write } from './write.ts';

const words = (what: string) => z.string().trim().max(10_000, `${what}: at most 10,000 characters.`);

export const disputeInput = z.strictObject({
  kind: z.enum(DISPUTE_KINDS, { error: 'Choose an objection or a request for reconsideration.' }),
  grounds: words('The grounds are too long').optional(),
  asked: words('What is asked for is too long').optional(),
  evidenceIds: z.array(z.uuid()).max(100).optional(),
  /** On whose behalf; absent: the applicant or operator that the assessment is about. */
  organizationId: z.uuid().optional(),
  openedOn: dateInput.optional(),
});

export interface OpenedDispute {
  id: string;
  version: number;
}

/**
 * Marks the assessment as disputed until every dispute on it is decided or withdrawn. An open proposal is outdated by the first one:
 * whoever decides on it should know what was objected.
 * @throws AppError `field_required`, `not_found` for an organization that the assessment does not concern, `effective_in_future`,
 *   `illegal_transition` for a reconsideration of nothing
 */
export async function openDispute(context: Context, assessmentId: string, body: unknown): Promise<OpenedDispute> {
  const home = await loadHome(context, assessmentId, ['open_dispute']);
  const input = parseInput(disputeInput, body);
  return write(context, `open-dispute:${assessmentId}`, input, async (tx) => {
    const locked = await lockAssessment(tx, home.program.id, home.id);
    if (!locked) throw notFound('The assessment');
    const organizationId = await speakerOf(tx, context, home, input.organizationId);
    const { grounds, asked } = requireWords(input);
    requireConclusion(input.kind, locked);
    const today = localDateOf(context.now(), home.program.zone);
    const openedOn = input.openedOn ?? today;
    if (openedOn > today) throw new AppError('effective_in_future', 'An objection cannot be dated after today.', { field: 'openedOn' });
    const evidenceIds = [...new Set(input.evidenceIds ?? [])];
    await loadEvidence(tx, context, home.program, evidenceIds);
    const actor = requireActor(context);
    const id = newId();
    await insertDispute(tx, {
      programId: home.program.id,
      id,
      assessmentId: home.id,
      kind: input.kind,
      organizationId,
      grounds,
      asked,
      evidenceIds,
      proposalId: concludes(locked.status) ? await findStandingProposal(tx, home.program.id, home.id) : null,
      openedOn,
      openedById: actor.principalId,
      openedOnBehalfOfId: actor.onBehalfOfId,
    });
    await linkEvidence(tx, context, home, evidenceIds, false);
    const { version } = await appendEvent(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      kind: 'dispute_opened',
      reason: grounds,
      payload: { disputeId: id, kind: input.kind, organizationId, evidenceIds },
      effectiveAt: openedOn < today ? startOfDay(openedOn, home.program.zone) : null,
      patch: (await isDisputed(tx, home)) ? {} : { disputed: true },
    });
    return { id, version };
  });
}

function requireWords({ grounds, asked }: z.infer<typeof disputeInput>): { grounds: string; asked: string } {
  if (!grounds) throw new AppError('field_required', 'Say on what grounds.', { field: 'grounds' });
  if (!asked) throw new AppError('field_required', 'Say what is asked for.', { field: 'asked' });
  return { grounds, asked };
}

function requireConclusion(kind: string, locked: LockedAssessment): void {
  if (kind !== 'reconsideration' || concludes(locked.status)) return;
  throw new AppError('illegal_transition', 'Nothing has been found yet that could be reconsidered. An objection can be made at any time.', {
    field: 'kind',
  });
}

/** Whoever is confined to one organization speaks for that one; others for one that the assessment concerns. */
async function speakerOf(tx: pg.PoolClient, context: Context, home: AssessmentHome, wanted: string | undefined): Promise<string> {
  const confined = confinement(context, home.program.id);
  if (wanted === undefined || wanted === home.organizationId) return home.organizationId;
  const concerned = confined === null ? await listConcerned(tx, home.program.id, home.id) : [];
  if (!concerned.some(({ id }) => id === wanted)) throw notFound('The organization');
  return wanted;
}

async function isDisputed(tx: pg.PoolClient, home: AssessmentHome): Promise<boolean> {
  const { rows } = await tx.query<{ disputed: boolean }>('SELECT disputed FROM assessment WHERE program_id = $1 AND id = $2', [
    home.program.id,
    home.id,
  ]);
  return rows[0]?.disputed ?? false;
}
