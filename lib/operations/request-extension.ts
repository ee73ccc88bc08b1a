/** Asks for more time: for one applicant, a group, or every applicant of the program. The date moves only once it is granted. */

import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { EXTENSION_SCOPES, type ExtensionScope, findApplicants, insertExtension, listAssessmentsDue } from '#lib/data/extensions.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { dateInput, reasonInput } from '#lib/domain/input.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { type Lacking, lacksReason, newEvidenceInput, parseInput, requireReason } from './change-input.ts';
import { actOf, type Context, confinement, requireActor } from './context.ts';
import { announceDue, currentDeadline, extensionStream, keepLetter, pastInstant, requireLater } from './extension-targets.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

export const extensionInput = z.strictObject({
  scope: z.enum(EXTENSION_SCOPES, { error: 'Say whom it is for.' }).default('application'),
  applicationIds: z.array(z.uuid()).min(1).max(10_000).optional(),
  deadlineId: z.uuid('Choose the deadline.'),
  wantedOn: dateInput,
  /** The day it was asked for, where that is before today. */
  askedOn: dateInput.optional(),
  reason: reasonInput,
  evidenceIds: z.array(z.uuid()).max(100).optional(),
  newEvidence: newEvidenceInput.optional(),
});
export type ExtensionInput = z.infer<typeof extensionInput>;

const lacking: Lacking = (raw) => ({
  ...(raw.scope !== 'program' && raw.applicationIds === undefined ? { applicationIds: 'Choose whom it is for.' } : {}),
  ...lacksReason(raw),
});

/**
 * @throws AppError `not_found` for a foreign deadline or application, `invalid_request` when the date is not later than the one
 * that counts, `reason_required`, `effective_in_future`
 */
export async function requestExtension(context: Context, slug: string, body: unknown): Promise<{ extensionId: string }> {
  const program = await getProgram(context, slug, 'ask_extension');
  const input = parseInput(extensionInput, body, lacking);
  requireOwnScope(context, program, input.scope);
  const actor = requireActor(context);
  return write(context, `request-extension:${program.id}`, input, async (tx) => {
    const applicationIds = await requireApplicants(tx, context, program, input);
    if (confinement(context, program.id) !== null) await requireOwnDeadline(tx, program, input.deadlineId, applicationIds ?? []);
    const current = await currentDeadline(tx, context, program, input.deadlineId, applicationIds);
    requireLater(input.wantedOn, current, 'wantedOn');
    const reason = requireReason(input.reason);
    const askedAt = pastInstant(context, program, input.askedOn, 'askedOn');
    const { deadlineId, scope, wantedOn } = input;
    const reach = { deadlineId, scope, applicationIds };
    const evidenceIds = await keepLetter(tx, context, program, reach, input);
    const by = { askedById: actor.principalId, askedOnBehalfOfId: actor.onBehalfOfId };
    const extensionId = await insertExtension(tx, { programId: program.id, ...reach, wantedOn, reason, evidenceIds, askedAt, ...by });
    await recordEvent(tx, actOf(context), {
      ...(await extensionStream(tx, program.id, reach)),
      kind: 'extension_asked',
      reason,
      payload: { extensionId, ...reach, wantedOn, evidenceIds },
      effectiveAt: askedAt,
    });
    await announceDue(tx, program.id, reach);
    return { extensionId };
  });
}

/** Who sees one organization only asks for that one. @throws AppError `forbidden` */
function requireOwnScope(context: Context, program: ProgramView, scope: ExtensionScope): void {
  if (scope === 'application' || confinement(context, program.id) === null) return;
  throw new AppError('forbidden', 'You ask for your own organization.');
}

/** @throws AppError `field_required`, `invalid_request`, `not_found` */
async function requireApplicants(
  tx: Queryable,
  context: Context,
  program: ProgramView,
  { scope, applicationIds }: ExtensionInput,
): Promise<string[] | null> {
  if (scope === 'program') {
    if (applicationIds) throw new AppError('invalid_request', 'For the whole program, name no applicant.', { field: 'applicationIds' });
    return null;
  }
  const ids = [...new Set(applicationIds ?? [])].sort();
  if (ids.length === 0) throw new AppError('field_required', 'Say whose deadline it is.', { field: 'applicationIds' });
  if (scope === 'application' && ids.length > 1) {
    throw new AppError('invalid_request', 'For several applicants, choose a group.', { field: 'applicationIds' });
  }
  const found = await findApplicants(tx, program.id, ids);
  const confined = confinement(context, program.id);
  if (found.length !== ids.length || found.some(({ organizationId }) => confined !== null && organizationId !== confined))
    throw notFound('The application');
  return ids;
}

/** A deadline that none of his assessments has does not exist for a contributor. */
async function requireOwnDeadline(tx: Queryable, program: ProgramView, deadlineId: string, applicationIds: string[]): Promise<void> {
  const [own] = await listAssessmentsDue(tx, program.id, deadlineId, applicationIds, 1);
  if (!own) throw notFound('The deadline');
}
