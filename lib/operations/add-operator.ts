/** Adds a body in control to a program: an organization on record, or a new one. */
import type pg from 'pg';
import { z } from 'zod';
import {
  findOrganization,
  insertOrganization,
  insertProgramOperator,
  isKnownOrganization,
  listOrganizationsNamed,
} from '#lib/data/bodies.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { ORGANIZATION_LEVELS } from '#lib/domain/record.ts';
import { nameField } from './body-input.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

export const operatorInput = z.strictObject({
  organizationId: z.uuid().optional(),
  name: nameField('Give its name.').optional(),
  level: z.enum(ORGANIZATION_LEVELS, { error: 'Choose the level of government.' }).optional(),
  state: z
    .string()
    .regex(/^[A-Z]{2}$/, 'Give the state in two letters, for example NM.')
    .optional(),
});

type OperatorInput = z.infer<typeof operatorInput>;

/** The organization that was chosen, or one of this name, level and state, found or made. */
async function chosenOrNamed(
  tx: pg.PoolClient,
  programId: string,
  input: OperatorInput,
): Promise<{ id: string; name: string; made: boolean }> {
  const { organizationId, name, level, state = null } = input;
  if (organizationId !== undefined) {
    const found = (await isKnownOrganization(tx, programId, organizationId)) ? await findOrganization(tx, organizationId) : null;
    if (!found) throw notFound('The organization');
    return { ...found, made: false };
  }
  if (name === undefined) throw new AppError('field_required', 'Choose an organization, or give the name of a new one.', { field: 'name' });
  if (level === undefined) throw new AppError('field_required', 'Choose the level of government.', { field: 'level' });
  // Two who add the same body at once: the second finds it.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('proviso.organization'))`);
  const [found, another] = await listOrganizationsNamed(tx, { name, level, state });
  if (another) throw new AppError('field_required', `There is more than one ${name}. Say in which state it is.`, { field: 'state' });
  return found ? { ...found, made: false } : { id: await insertOrganization(tx, { name, level, state }), name, made: true };
}

/**
 * @returns the organization's id, and whether it was made now; one of the same name, level and state is not made twice
 * @throws AppError `not_found`, `forbidden`, `invalid_request`, `field_required`
 */
export async function addOperator(context: Context, slug: string, body: unknown): Promise<{ operatorId: string; made: boolean }> {
  const program = await getProgram(context, slug, 'manage_bodies');
  const input = parseInput(operatorInput, body);
  return write(context, `add-operator:${program.id}`, input, async (tx) => {
    const { id: operatorId, name, made } = await chosenOrNamed(tx, program.id, input);
    if (await insertProgramOperator(tx, program.id, operatorId)) {
      const stream = { programId: program.id, streamId: operatorId, streamKind: 'operator' as const };
      await recordEvent(tx, actOf(context), { ...stream, kind: 'operator_added', payload: { operatorId, name, made } });
    }
    return { operatorId, made };
  });
}
