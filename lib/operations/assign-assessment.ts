/** Gives an assessment to somebody who works on it, or to nobody. */
import { z } from 'zod';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { hasOpenProposal } from '#lib/data/proposals.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { lockVersion, parseInput, requireVersion } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { listAssignable } from './get-assignable.ts';
import { loadHome } from './load-assessment.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

const assignInput = z.strictObject({ assigneeId: z.uuid({ error: 'Choose a person from the list.' }).nullable() });

/**
 * @param version the version the asker saw; null is refused
 * @throws AppError `not_found` for a person who does not work here, `proposal_open` while a proposal waits: it was made on what
 *   stands now, and a change would outdate it
 */
export async function assignAssessment(context: Context, id: string, version: number | null, body: unknown): Promise<AssessmentRow> {
  const home = await loadHome(context, id, ['record_status']);
  const { assigneeId } = parseInput(assignInput, body);
  const expected = requireVersion(version);
  return write(context, `assign:${id}`, [assigneeId, expected], async (tx) => {
    await lockVersion(tx, home, expected);
    if (assigneeId !== null && !(await listAssignable(tx, home.program.id)).some((person) => person.id === assigneeId))
      throw notFound('The person');
    if (await hasOpenProposal(tx, home.program.id, id))
      throw new AppError('proposal_open', 'A proposal waits for a decision here. Assign it again once that is made.');
    await appendEvent(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: id,
      expectedVersion: expected,
      kind: 'assigned',
      reason: null,
      payload: { assigneeId },
      patch: { assigneeId },
    });
    return readBack(tx, context, home);
  });
}
