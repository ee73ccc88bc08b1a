/** Invites a person into a program, or into every program. The link is answered once and kept nowhere. */
import { z } from 'zod';
import { recordEvent } from '#lib/data/history.ts';
import { createInvitation } from '#lib/data/invitations.ts';
import { AppError } from '#lib/domain/errors.ts';
import { grantRefusal, ROLES } from '#lib/domain/permission.ts';
import { personOf, SYSTEM_STREAM } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';
import { requireOrganization } from './grant-role.ts';
import { write } from './write.ts';

export const INVITATION_DAYS = 7;
export const MAX_INVITATION_DAYS = 30;
const DAYS = `Between 1 and ${MAX_INVITATION_DAYS} days.`;

const invitationInput = z.strictObject({
  roles: z.array(z.enum(ROLES), { error: 'Choose at least one role.' }).min(1, 'Choose at least one role.').max(ROLES.length),
  /** Only this address may accept. */
  email: z.email({ error: 'This is not an e-mail address.' }).max(254).optional(),
  /** For contributors: one that takes part in the program. */
  organizationId: z.uuid({ error: 'Choose an organization.' }).optional(),
  /** The roles hold in every program, instead of this one alone. */
  everywhere: z.boolean().optional(),
  /** From now; 7 when absent. */
  days: z.number({ error: DAYS }).int(DAYS).min(1, DAYS).max(MAX_INVITATION_DAYS, DAYS).optional(),
});

export interface MadeInvitation {
  id: string;
  expiresAt: string;
  /** The last part of the link. Null when the same request was answered before: it is shown once. */
  secret: string | null;
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` for a role the asker could not give, `field_required`, `invalid_request` */
export async function invitePerson(context: Context, slug: string, body: unknown): Promise<MadeInvitation> {
  const program = await getProgram(context, slug, 'manage_members');
  const input = parseInput(invitationInput, body);
  const actor = requireActor(context);
  const programId = input.everywhere ? null : program.id;
  const roles = ROLES.filter((role) => input.roles.includes(role));
  for (const role of roles) {
    const refused = grantRefusal({ personId: personOf(actor), grants: actor.grants }, null, role, programId);
    if (refused) throw new AppError('forbidden', refused, { field: 'roles' });
  }
  let secret: string | null = null;
  const made = await write(context, `invite:${program.id}`, input, async (tx) => {
    const organizationId = await requireOrganization(tx, program.id, roles, input.organizationId);
    const created = await createInvitation(tx, {
      email: input.email ?? null,
      programId,
      roles,
      organizationId,
      invitedById: personOf(actor),
      days: input.days ?? INVITATION_DAYS,
    });
    secret = created.secret;
    await recordEvent(tx, actOf(context), {
      ...SYSTEM_STREAM,
      kind: 'invitation_created',
      payload: { invitationId: created.id, roles, programId, organizationId },
    });
    return { id: created.id, expiresAt: created.expiresAt };
  });
  return { ...made, secret };
}
