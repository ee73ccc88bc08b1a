/** Records a jail or another place where arrested people are held, and who runs it. */
import { z } from 'zod';
import { insertFacility, insertOperation, isKnownOrganization } from '#lib/data/bodies.ts';
import { recordEvent } from '#lib/data/history.ts';
import { notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { FACILITY_KINDS } from '#lib/domain/facility.ts';
import { startOfDay } from '#lib/domain/time.ts';
import { addSource, dateField, gradeField, longField, nameField, requireSpan, sourceInput } from './body-input.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

const facilityInput = z.strictObject({
  operatorId: z.uuid(),
  name: nameField('Give the name of the place.'),
  kind: z.enum(FACILITY_KINDS, { error: 'Choose what kind of place it is.' }),
  address: longField.optional(),
  validFrom: dateField('The first day has to be a date, as YYYY-MM-DD.').optional(),
  grade: gradeField,
  source: sourceInput,
});

/** @throws AppError `not_found`, `forbidden`, `invalid_request`, `effective_in_future` */
export async function addFacility(context: Context, slug: string, body: unknown): Promise<{ facilityId: string }> {
  const program = await getProgram(context, slug, 'manage_bodies');
  const input = parseInput(facilityInput, body);
  return write(context, `add-facility:${program.id}`, input, async (tx) => {
    if (!(await isKnownOrganization(tx, program.id, input.operatorId))) throw notFound('The operator');
    requireSpan(context, program.zone, input);
    const sourceIds = await addSource(tx, input.source);
    const { name, kind, address = null, grade, validFrom = null, operatorId } = input;
    const facilityId = await insertFacility(tx, { name, kind, address, note: null, grade, sourceIds });
    await insertOperation(tx, { facilityId, organizationId: operatorId, sinceText: validFrom, validFrom, validTo: null, grade, sourceIds });
    await recordEvent(tx, actOf(context), {
      programId: NO_PROGRAM,
      streamId: facilityId,
      streamKind: 'operator',
      kind: 'facility_added',
      payload: { facilityId, operatorId, name, kind, address, validFrom, grade, sourceIds },
      effectiveAt: validFrom === null ? null : startOfDay(validFrom, program.zone),
    });
    return { facilityId };
  });
}
