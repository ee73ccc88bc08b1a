/** Makes an API token that acts for the person who makes it, with roles he holds himself. Its secret is answered once. */
import { z } from 'zod';
import { AppError } from '#lib/domain/errors.ts';
import { ROLES, type Role, roleLabels, rolesIn } from '#lib/domain/permission.ts';
import { requirePerson } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { issueToken, TOKEN_DAYS } from './issue-token.ts';
import { write } from './write.ts';

const DAYS = `Between 1 and ${TOKEN_DAYS} days.`;

const tokenInput = z.strictObject({
  name: z.string({ error: 'Give the token a name.' }).trim().min(1, 'Give the token a name.').max(100, 'At most 100 characters.'),
  roles: z.array(z.enum(ROLES), { error: 'Choose at least one role.' }).min(1, 'Choose at least one role.').max(ROLES.length),
  /** From now; 90 when absent. */
  days: z.number({ error: DAYS }).int(DAYS).min(1, DAYS).max(TOKEN_DAYS, DAYS).optional(),
});

export interface MadeToken {
  id: string;
  /** Null when the same request was answered before: a secret is shown once. */
  token: string | null;
}

/** Roles that somebody can give a token in a program: those he holds there, but never contributor. */
export const tokenRoles = (held: readonly Role[]): Role[] => held.filter((role) => role !== 'contributor');

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` for a role not held and for a token that makes tokens, `invalid_request` */
export async function makeToken(context: Context, slug: string, body: unknown): Promise<MadeToken> {
  const actor = requirePerson(context);
  const program = await getProgram(context, slug, 'make_token');
  const input = parseInput(tokenInput, body);
  const roles = [...new Set(input.roles)];
  const mine = tokenRoles(rolesIn(actor.grants, program.id));
  const foreign = roles.find((role) => !mine.includes(role));
  if (foreign) {
    const text = `You cannot give a token the role ${roleLabels[foreign].toLowerCase()}: you do not hold it, or no token may.`;
    throw new AppError('forbidden', text, { field: 'roles' });
  }
  let secret: string | null = null;
  const { id } = await write(context, `token:${program.id}`, input, async (tx) => {
    const order = { roles, programId: program.id, personId: actor.principalId, name: input.name, days: input.days ?? TOKEN_DAYS };
    const issued = await issueToken(tx, order, actOf(context));
    secret = issued.token;
    return { id: issued.id };
  });
  return { id, token: secret };
}
