/** Who could approve a finding in a program at the end of a day. */
import { type GrantRow, listDecidingGrants, listDisabled, listTokensOf, type TokenRow } from '#lib/data/approvers.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { resolveMoment } from '#lib/domain/as-of.ts';
import type { Approver, HeldGrant, Obstacle } from '#lib/domain/audit.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { isLocalDate, localDateOf } from '#lib/domain/time.ts';
import type { Context } from './context.ts';
import { getProgram } from './get-program.ts';

export interface ApproverList {
  program: ProgramView;
  /** The day in the program's zone, and the instant that was looked at: its end, or now for today. */
  on: string;
  at: string;
  /** By name. Also those whose account was disabled then, and tokens that were no longer good: they held the role. */
  items: Approver[];
}

/**
 * @param query `on`: a day in the program's zone, `YYYY-MM-DD`; absent or empty: today
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future`
 */
export async function listApprovers(context: Context, slug: string, query: { on?: string | undefined } = {}): Promise<ApproverList> {
  const program = await getProgram(context, slug, 'read_audit');
  const at = instantOf(context, program, query.on || undefined);
  return inTransaction(
    context.db,
    async (tx) => {
      const grants = await listDecidingGrants(tx, program.id, at);
      const tokens = await listTokensOf(tx, [...new Set(grants.map(({ principalId }) => principalId))], at);
      const people = tokens.flatMap(({ onBehalfOf }) => (onBehalfOf ? [onBehalfOf.id] : []));
      const disabled = await listDisabled(tx, [...grants.map(({ principalId }) => principalId), ...people], at);
      return { program, on: localDateOf(at, program.zone), at, items: approversOf(grants, tokens, disabled) };
    },
    'REPEATABLE READ',
  );
}

function instantOf(context: Context, program: ProgramView, on: string | undefined): string {
  if (on !== undefined && !isLocalDate(on)) throw new AppError('invalid_request', 'on: not a date; write YYYY-MM-DD.', { field: 'on' });
  const result = resolveMoment({ asOf: on }, program.zone, context.now());
  if (result.ok) return result.moment.asOf;
  throw new AppError(result.code, result.message.replace(/^asOf/, 'on'), { field: 'on' });
}

type Held = Map<string, GrantRow[]>;

function approversOf(grants: GrantRow[], tokens: TokenRow[], disabled: Map<string, string>): Approver[] {
  const held: Held = Map.groupBy(grants, ({ principalId }) => principalId);
  return [...held].map(([id, [first, ...rest]]) => {
    if (!first) throw new Error('A principal without a grant was listed.');
    const own = first.kind === 'token' ? (tokens.find(({ principalId, wasGood }) => principalId === id && wasGood) ?? null) : undefined;
    const acting = tokens.filter((token) => token.onBehalfOf?.id === id && obstacleTo(token.principalId, token, held, disabled) === null);
    return {
      id,
      name: first.name,
      kind: first.kind,
      grants: [first, ...rest].map(({ principalId: _id, name: _name, kind: _kind, ...grant }) => grant),
      disabledAt: disabled.get(id) ?? null,
      onBehalfOf: tokens.find(({ principalId }) => principalId === id)?.onBehalfOf ?? null,
      tokens: acting.map(({ onBehalfOf: _person, wasGood: _good, ...token }) => ({
        ...token,
        roles: rolesOf(token.principalId, id, held),
      })),
      obstacle: obstacleTo(id, own, held, disabled),
    };
  });
}

/** The deciding roles that a token's principal and the person it acts for both held: it can do no more than he could. */
function rolesOf(principalId: string, personId: string | null, held: Held): HeldGrant['role'][] {
  const roles = (id: string) => (held.get(id) ?? []).map(({ role }) => role);
  return [...new Set(roles(principalId))].filter((role) => personId === null || roles(personId).includes(role));
}

/** @param token the one that was good then; null: none was; undefined: not a token at all */
function obstacleTo(id: string, token: TokenRow | null | undefined, held: Held, disabled: Map<string, string>): Obstacle | null {
  if (disabled.has(id)) return 'disabled';
  if (token === undefined) return null;
  if (!token?.wasGood) return 'token_ended';
  if (token.onBehalfOf === null) return null;
  if (disabled.has(token.onBehalfOf.id)) return 'person_disabled';
  return rolesOf(id, token.onBehalfOf.id, held).length === 0 ? 'person_without_role' : null;
}
