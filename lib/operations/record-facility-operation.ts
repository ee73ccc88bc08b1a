/** Records who runs a facility from a day on. What was on record before ends the day before; it is kept. */
import { z } from 'zod';
import { facilityExists, insertOperation, isKnownOrganization, lockOperation, supersedeOperation } from '#lib/data/bodies.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { addDays, startOfDay } from '#lib/domain/time.ts';
import { addSource, dateField, gradeField, requireSpan, sourceInput } from './body-input.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

const operationInput = z.strictObject({
  facilityId: z.uuid(),
  operatorId: z.uuid({ error: 'Choose who runs it.' }),
  validFrom: dateField('Say from which day, as YYYY-MM-DD.'),
  /** What the asker saw as the present operation; somebody else's change in between is told. */
  replaces: z.uuid().optional(),
  grade: gradeField,
  source: sourceInput,
});

/** @throws AppError `not_found`, `forbidden`, `invalid_request`, `effective_in_future`, `stale_version` */
export async function recordFacilityOperation(context: Context, slug: string, body: unknown): Promise<{ operationId: string }> {
  const program = await getProgram(context, slug, 'manage_bodies');
  const input = parseInput(operationInput, body);
  return write(context, `record-facility-operation:${program.id}`, input, async (tx) => {
    const { facilityId, operatorId, validFrom, grade } = input;
    if (!(await facilityExists(tx, facilityId))) throw notFound('The facility');
    if (!(await isKnownOrganization(tx, program.id, operatorId))) throw notFound('The operator');
    requireSpan(context, program.zone, input);
    const before = await lockOperation(tx, facilityId);
    if (input.replaces !== undefined && before?.id !== input.replaces)
      throw new AppError(
        'stale_version',
        'Somebody recorded another operator of this place since you opened it. Nothing of yours was recorded.',
      );
    if (before?.validFrom && before.validFrom >= validFrom)
      throw new AppError('invalid_request', `The operator on record runs it from ${before.validFrom}. Give a later day.`, {
        field: 'validFrom',
      });
    const sourceIds = await addSource(tx, input.source);
    if (before) {
      await supersedeOperation(tx, before.id);
      const { id: _, ...ended } = before;
      await insertOperation(tx, { ...ended, validTo: addDays(validFrom, -1) });
    }
    const operationId = await insertOperation(tx, {
      facilityId,
      organizationId: operatorId,
      sinceText: validFrom,
      validFrom,
      validTo: null,
      grade,
      sourceIds,
    });
    await recordEvent(tx, actOf(context), {
      programId: NO_PROGRAM,
      streamId: facilityId,
      streamKind: 'operator',
      kind: 'facility_operation_recorded',
      payload: { facilityId, operationId, operatorId, validFrom, endedId: before?.id ?? null, grade, sourceIds },
      effectiveAt: startOfDay(validFrom, program.zone),
    });
    return { operationId };
  });
}
