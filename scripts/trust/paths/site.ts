/** The running web server, for performers of server actions: people who are signed in, and actions called as a browser calls them. */
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '#lib/domain/permission.ts';
import type { Context } from '#lib/operations/context.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import { type Auth, createAuth, createUser } from '#lib/server/auth.ts';
import { ROOT } from '../../lib/paths.ts';
import type { TrustWeb } from '../types.ts';
import { type Claim, PASSWORD, type PathWorld } from './world.ts';

export interface SitePerson {
  /** The same person as the asker of an operation. */
  context: Context & { actor: NonNullable<Context['actor']> };
  cookie: string;
}

export type Form = Record<string, string>;

export interface Site {
  web: TrustWeb;
  world: PathWorld;
  person(role: Role): Promise<SitePerson>;
  /** Another signed-in session of the same person. @returns its id */
  session(person: SitePerson): Promise<string>;
  /** Calls an action with what the page binds and the fields of its form. @throws Error when it is refused */
  call(person: SitePerson | null, name: string, bound: unknown[], form: Form): Promise<Claim>;
}

/** Prepares what the action needs, and returns the one call that is looked at. */
export type ActionPerformer = (site: Site) => Promise<() => Promise<Claim>>;

interface ActionEntry {
  exportedName: string;
}

/** Ids of the actions by their names, from the build. Those that take only a form get no state. */
function readActionIds(): Map<string, string> {
  const file = join(ROOT, '.next', 'server', 'server-reference-manifest.json');
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as { node: Record<string, ActionEntry> };
  return new Map(Object.entries(node).map(([id, { exportedName }]) => [exportedName, id]));
}

/** Server actions of the build that take a form alone, as a plain form sends them. */
const FORM_ONLY = new Set(['practiceCopyAction']);

function encode(args: unknown[], form: Form): { type: string; body: string } {
  const boundary = `----trust${randomUUID()}`;
  const part = (name: string, value: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const fields = Object.entries(form).map(([name, value]) => part(`_1_${name}`, value));
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: `${fields.join('')}${part('0', JSON.stringify([...args, '$K1']))}--${boundary}--\r\n`,
  };
}

async function startSession(auth: Auth, userId: string): Promise<{ id: string; cookie: string }> {
  const context = await auth.$context;
  const { id, token } = await context.internalAdapter.createSession(userId);
  const signature = createHmac('sha256', context.secret).update(token).digest('base64');
  return { id, cookie: `${context.authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}` };
}

export function openSite(web: TrustWeb, world: PathWorld): Site {
  const { db, owner } = web.database;
  const auth = createAuth(db, { secret: web.secret, origin: web.baseUrl });
  const ids = readActionIds();
  const userOf = async (principalId: string): Promise<string> => {
    const { rows } = await owner.query<{ id: string }>('SELECT user_id AS id FROM principal WHERE id = $1', [principalId]);
    return rows[0]?.id ?? '';
  };
  return {
    web,
    world,
    async person(role) {
      const email = `${randomUUID()}@example.gov`;
      const userId = await createUser(auth, { name: 'A person', email, password: PASSWORD });
      const account = { userId, name: 'A person', kind: 'person' as const, roles: [role], programId: null, grantedById: null };
      const principalId = await createAccount(db, account);
      const grants = [{ role, programId: null, organizationId: null }];
      const actor = { principalId, name: 'A person', kind: 'person', onBehalfOfId: null, grants };
      const { cookie } = await startSession(auth, userId ?? '');
      return { context: { ...(await world.as('viewer')), actor, requestId: randomUUID() }, cookie };
    },
    session: async ({ context }) => (await startSession(auth, await userOf(context.actor.principalId))).id,
    async call(person, name, bound, form) {
      const { type, body } = encode(FORM_ONLY.has(name) ? bound : [...bound, null], form);
      const headers = {
        'Content-Type': type,
        Accept: 'text/x-component',
        'Next-Action': ids.get(name) ?? 'unknown',
        Origin: web.baseUrl,
        'Sec-Fetch-Site': 'same-origin',
        ...(person ? { Cookie: person.cookie } : {}),
      };
      const response = await fetch(`${web.baseUrl}${person ? '/programs' : '/sign-in'}`, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
      });
      const text = await response.text();
      const refused = response.status >= 400 || /"outcome":"(refused|conflict)"/.test(text);
      if (refused) throw new Error(`${name} was answered with ${response.status}: ${text.slice(0, 600)}`);
      return person ? { actorId: person.context.actor.principalId, onBehalfOfId: null } : {};
    },
  };
}
