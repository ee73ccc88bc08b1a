/** Records that an applicant books the people it arrests into a facility, on which basis, and who says so. */
import { z } from 'zod';
import { facilityExists, insertBooking, isApplicantOrOperator } from '#lib/data/bodies.ts';
import { recordEvent } from '#lib/data/history.ts';
import { notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { startOfDay } from '#lib/domain/time.ts';
import { addSource, dateField, gradeField, longField, requireSpan, sourceInput } from './body-input.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

const bookingInput = z.strictObject({
  organizationId: z.uuid({ error: 'Choose who books there.' }),
  facilityId: z.uuid({ error: 'Choose the place.' }),
  basis: longField,
  validFrom: dateField('The first day has to be a date, as YYYY-MM-DD.').optional(),
  validTo: dateField('The last day has to be a date, as YYYY-MM-DD.').optional(),
  grade: gradeField,
  source: sourceInput,
});

/** @throws AppError `not_found`, `forbidden`, `invalid_request`, `effective_in_future` */
export async function recordBooking(context: Context, slug: string, body: unknown): Promise<{ bookingId: string }> {
  const program = await getProgram(context, slug, 'manage_bodies');
  const input = parseInput(bookingInput, body);
  return write(context, `record-booking:${program.id}`, input, async (tx) => {
    const { organizationId, facilityId, basis, validFrom = null, validTo = null, grade } = input;
    if (!(await isApplicantOrOperator(tx, program.id, organizationId))) throw notFound('The applicant');
    if (!(await facilityExists(tx, facilityId))) throw notFound('The facility');
    requireSpan(context, program.zone, input);
    const sourceIds = await addSource(tx, input.source);
    const bookingId = await insertBooking(tx, { organizationId, facilityId, basis, validFrom, validTo, grade, sourceIds });
    await recordEvent(tx, actOf(context), {
      programId: NO_PROGRAM,
      streamId: facilityId,
      streamKind: 'operator',
      kind: 'booking_recorded',
      payload: { bookingId, facilityId, organizationId, basis, validFrom, validTo, grade, sourceIds },
      effectiveAt: validFrom === null ? null : startOfDay(validFrom, program.zone),
    });
    return { bookingId };
  });
}
