/** Gives a person of a program one more role, there or in every program. */
import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { findHeld, findMember, lockPerson, takesPart } from '#lib/data/members.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { grantRefusal, mayEverywhere, ROLES, type Role, roleLabels } from '#lib/domain/permission.ts';
import { beaten, inEveryProgram, personOf } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { addRole } from './create-account.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

const grantInput = z.strictObject({
  principalId: z.uuid(),
  role: z.enum(ROLES, { error: 'Choose a role.' }),
  /** For contributors: one that takes part in the program. */
  organizationId: z.uuid({ error: 'Choose an organization.' }).optional(),
  /** In every program, instead of this one alone. */
  everywhere: z.boolean().optional(),
});

/**
 * @throws AppError `not_found` for somebody or an organization outside the program, `forbidden` for a role the asker may not
 * give, `field_required` for a contributor without organization, `stale_version` when he holds the role already
 */
export async function grantRole(context: Context, slug: string, body: unknown): Promise<{ membershipId: string }> {
  const program = await getProgram(context, slug, 'manage_members');
  const input = parseInput(grantInput, body);
  const actor = requireActor(context);
  const programId = input.everywhere ? null : program.id;
  return write(context, `grant:${program.id}`, input, async (tx) => {
    const person = await lockPerson(tx, input.principalId);
    const member = person && (await findMember(tx, person.id, program.id));
    if (!member || (member.roles.length === 0 && !mayEverywhere(actor.grants, 'manage_accounts'))) throw notFound('The person');
    const refused = grantRefusal({ personId: personOf(actor), grants: actor.grants }, member.id, input.role, programId);
    if (refused) throw new AppError('forbidden', refused, { field: 'role' });
    const organizationId = await requireOrganization(tx, program.id, [input.role], input.organizationId);
    const held = await findHeld(tx, member.id, programId, input.role);
    if (held) {
      const role = `${roleLabels[input.role]}${inEveryProgram(programId)}`;
      throw beaten(`${member.name} holds this role already.`, { status: role, by: held.grantedBy, at: held.grantedAt });
    }
    const grant = { principalId: member.id, role: input.role, programId, organizationId, grantedById: personOf(actor) };
    return { membershipId: await addRole(tx, actOf(context), grant) };
  });
}

/**
 * The organization that a contributor belongs to; null where no contributor is among the roles.
 * @throws AppError `field_required`, `not_found` when it takes no part in the program
 */
export async function requireOrganization(
  tx: Queryable,
  programId: string,
  roles: readonly Role[],
  organizationId: string | undefined,
): Promise<string | null> {
  if (!roles.includes('contributor')) return null;
  if (organizationId === undefined)
    throw new AppError('field_required', 'Choose the organization that the contributor belongs to.', { field: 'organizationId' });
  if (!(await takesPart(tx, programId, organizationId))) throw notFound('The organization');
  return organizationId;
}
