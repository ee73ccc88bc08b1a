/** Ends a reliance from a day on: revoked, run out, replaced. What was taken until then stays; from that day it is under review. */

import { z } from 'zod';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { lockWithDependents } from '#lib/data/outcomes.ts';
import { findRelianceHome, insertRelianceEnd, listReliances } from '#lib/data/reliances.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { reasonInput } from '#lib/domain/input.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { localDateOf, startOfDay } from '#lib/domain/time.ts';
import { dateField } from './body-input.ts';
import { lockVersion, parseInput, requireReason, requireVersion } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { takeOwnOutcome } from './follow-outcomes.ts';
import { loadHome } from './load-assessment.ts';
import { liveMoment } from './moment.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

export const endInput = z.strictObject({
  endedOn: dateField('Say from which day it no longer holds, as YYYY-MM-DD.'),
  reason: reasonInput,
});

/**
 * @param version of the assessment that relies
 * @throws AppError in the order of the API's codes; `reliance_ended` when somebody ended it before
 */
export async function endReliance(context: Context, id: string, version: number | null, body: unknown): Promise<AssessmentRow> {
  requireActor(context);
  const found = isId(id) ? await translated(findRelianceHome(context.db.pool, id)) : null;
  if (!found) throw notFound('The reliance');
  const home = await loadHome(context, found.assessmentId, ['manage_bodies'], 'The reliance');
  const input = parseInput(endInput, body);
  const expected = requireVersion(version);
  return write(context, `end-reliance:${id}`, [input, expected], async (tx) => {
    await lockWithDependents(tx, home.program.id, [home.id]);
    await lockVersion(tx, home, expected);
    const [reliance] = await listReliances(tx, { programId: home.program.id, moment: liveMoment(context, home.program), ids: [id] });
    if (!reliance) throw notFound('The reliance');
    if (reliance.ended) throw new AppError('reliance_ended', `This reliance was ended before, from ${reliance.ended.on} on.`);
    if (input.endedOn > localDateOf(context.now(), home.program.zone)) {
      throw new AppError('effective_in_future', 'The day is after today. Record it once it has come.', { field: 'endedOn' });
    }
    if (input.endedOn < reliance.validFrom) {
      throw new AppError('invalid_request', `The reliance began on ${reliance.validFrom}; it cannot end before.`, { field: 'endedOn' });
    }
    const reason = requireReason(input.reason);
    const end = { programId: home.program.id, relianceId: id, endedOn: input.endedOn, reason };
    await insertRelianceEnd(tx, { ...end, recordedById: requireActor(context).principalId });
    const recorded = await appendEvent(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      expectedVersion: expected,
      kind: 'reliance_ended',
      reason,
      payload: { relianceId: id, endedOn: input.endedOn },
      effectiveAt: startOfDay(input.endedOn, home.program.zone),
    });
    await takeOwnOutcome(tx, context, home.program.id, { assessmentId: home.id, sequence: recorded.version, hash: recorded.hash });
    return readBack(tx, context, home);
  });
}
