/** Puts one item of evidence on many assessments, across applications and programs. */
import { z } from 'zod';
import { lockEvidence } from '#lib/data/evidence-page.ts';
import { AppError } from '#lib/domain/errors.ts';
import { parseInput } from './change-input.ts';
import type { Context } from './context.ts';
import { lockTargets, MAX_TARGETS } from './link-targets.ts';
import { findEvidenceHome, requireLinkable } from './load-evidence.ts';
import { linkToAll } from './record-evidence.ts';
import { write } from './write.ts';

export const linkInput = z.strictObject({
  assessmentIds: z.array(z.uuid(), { error: 'Choose at least one assessment.' }).min(1, 'Choose at least one assessment.').max(MAX_TARGETS),
  pageReference: z.string().trim().min(1).max(200).optional(),
});

export interface LinkResult {
  evidenceId: string;
  assessmentIds: string[];
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` asked in each program and for content that he may not read, `invalid_request`, `evidence_required` for a sealed item */
export async function linkEvidenceToAssessments(context: Context, id: string, body: unknown): Promise<LinkResult> {
  const home = await findEvidenceHome(context, id);
  const input = parseInput(linkInput, body);
  return write(context, `link-evidence:${id}`, input, async (tx) => {
    const targets = await lockTargets(tx, context, input.assessmentIds, 'add_evidence');
    const { sealed } = await lockEvidence(tx, id);
    if (sealed)
      throw new AppError('evidence_required', 'This item was sealed as sent in error. Nothing can rest on it.', { field: 'evidenceId' });
    await requireLinkable(tx, home, targets);
    await linkToAll(tx, context, targets, [id], input.pageReference ?? null);
    return { evidenceId: id, assessmentIds: targets.map((target) => target.id) };
  });
}
