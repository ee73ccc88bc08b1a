/** What the performers of mutating paths start from: a database, people, and fresh things to work on. */
import { randomUUID } from 'node:crypto';
import { createApi } from '#lib/api/app.ts';
import type { Role } from '#lib/domain/permission.ts';
import { acceptInvitation } from '#lib/operations/accept-invitation.ts';
import type { Context } from '#lib/operations/context.ts';
import { createToken } from '#lib/operations/create-token.ts';
import { invitePerson } from '#lib/operations/invite-person.ts';
import { type LargeProgram, makeLargeProgram } from '../../bench/large-program.ts';
import { TRUST_SECRET } from '../databases.ts';
import type { TrustDatabase } from '../types.ts';

/** Who an event must name: `undefined` where the path itself makes the one who acts. */
export interface Claim {
  actorId?: string | undefined;
  onBehalfOfId?: string | null | undefined;
  requestId?: string | undefined;
}

/** Prepares what the path needs, and returns the one act that is looked at. */
export type Performer = (world: PathWorld) => Promise<() => Promise<Claim>>;

/** Stands in for the slow hash of passwords; what is recorded does not depend on it. */
export const PASSWORDS = {
  hash: async (password: string) => `hashed ${password}`,
  verify: async ({ hash, password }: { hash: string; password: string }) => hash === `hashed ${password}`,
};

export const PASSWORD = 'a long enough password';
export const RECORD = 'psp-2017';
export const EVIDENCE = { title: 'A policy', class: 'B', url: 'https://example.gov/policy.pdf', issuer: 'body_in_control' };
export const FINDING = { to: 'met', reason: 'The policy covers it.', newEvidence: EVIDENCE };

export interface PathWorld {
  database: TrustDatabase;
  program: LargeProgram;
  /** An assessment under review that nothing else uses, at version 3. */
  fresh(): Promise<string>;
  /** A program of its own without any finding. */
  quietProgram(): Promise<LargeProgram>;
  /** A person with an e-mail address, a password and a role everywhere, as the one who asks. */
  person(role: Role): Promise<Context & { actor: NonNullable<Context['actor']> }>;
  as(role: Role): Promise<Context & { actor: NonNullable<Context['actor']> }>;
  applicationId(): Promise<string>;
  /** Sends a request to the API as a token of this role. @throws Error when it is refused */
  post(role: 'analyst' | 'reviewer' | 'counsel', path: string, version: number | null, body?: unknown): Promise<Response>;
  tokenPrincipal(role: 'analyst' | 'reviewer' | 'counsel'): Promise<string>;
}

export const claimOf = (context: Context): Claim => ({
  actorId: context.actor?.principalId,
  onBehalfOfId: context.actor?.onBehalfOfId ?? null,
  requestId: context.requestId,
});

async function moveToReview(
  { database, program }: { database: TrustDatabase; program: LargeProgram },
  assessmentId: string,
): Promise<void> {
  for (const [from, to] of [
    ['not_started', 'requested'],
    ['requested', 'under_review'],
  ]) {
    const content = JSON.stringify({ reason: 'Prepared.', payload: { from, to, set: { status: to } } });
    const act = { programId: program.programId, assessmentId, actorId: program.actorId, kind: 'status_changed', content };
    await database.owner.query('SELECT record_status($1::jsonb)', [JSON.stringify(act)]);
  }
}

async function newPerson(world: { database: TrustDatabase }, role: Role): Promise<Context & { actor: NonNullable<Context['actor']> }> {
  const admin = await world.database.as('admin');
  const { secret } = await invitePerson(admin, RECORD, { roles: [role], everywhere: true });
  const email = `${randomUUID()}@example.gov`;
  const context = { ...admin, actor: null, requestId: randomUUID() };
  const { principalId } = await acceptInvitation(context, PASSWORDS, secret ?? '', { name: 'A person', email, password: PASSWORD });
  const grants = [{ role, programId: null, organizationId: null }];
  const actor = { principalId, name: 'A person', kind: 'person', onBehalfOfId: null, grants };
  return { ...context, actor, requestId: randomUUID() };
}

/** @param assessments how many fresh ones there are to take */
export async function makePathWorld(database: TrustDatabase, assessments: number): Promise<PathWorld> {
  const program = await makeLargeProgram(database.owner, assessments);
  const waiting = [...program.ids];
  const api = createApi({ db: database.db, secret: TRUST_SECRET, log: () => undefined });
  const tokens = new Map<string, string>();
  const tokenOf = async (role: string): Promise<string> => {
    const token = tokens.get(role) ?? (await createToken(database.db, { role }));
    tokens.set(role, token);
    return token;
  };
  return {
    database,
    program,
    async fresh() {
      const id = waiting.pop() ?? '';
      await moveToReview({ database, program }, id);
      return id;
    },
    quietProgram: () => makeLargeProgram(database.owner, 1),
    person: (role) => newPerson({ database }, role),
    async as(role) {
      const context = await database.as(role);
      if (!context.actor) throw new Error('Nobody acts.');
      return { ...context, actor: context.actor };
    },
    async applicationId() {
      const { rows } = await database.owner.query<{ id: string }>(
        'SELECT a.id FROM application a JOIN program p ON p.id = a.program_id WHERE p.slug = $1 LIMIT 1',
        [RECORD],
      );
      return rows[0]?.id ?? '';
    },
    async post(role, path, version, body) {
      const headers: Record<string, string> = { Authorization: `Bearer ${await tokenOf(role)}`, 'Content-Type': 'application/json' };
      if (version !== null) headers['If-Match'] = `"${version}"`;
      const sent = { method: 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const response = await api.request(`/api/v1${path}`, sent);
      if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${(await response.text()).slice(0, 300)}`);
      return response;
    },
    async tokenPrincipal(role) {
      const prefix = (await tokenOf(role)).split('_')[1];
      const { rows } = await database.owner.query<{ id: string }>('SELECT principal_id AS id FROM api_token WHERE prefix = $1', [prefix]);
      return rows[0]?.id ?? '';
    },
  };
}
