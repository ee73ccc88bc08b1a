/** Signing in and out over HTTP, as the pages do it. */
import { actionRules } from '../access-table.ts';
import { type BuiltAction, listActions } from './build-lists.ts';
import { encodeAction } from './cells.ts';
import type { Answer, Client } from './client.ts';
import type { Stage } from './stage.ts';

function findAction(name: string): BuiltAction {
  const action = listActions().find((known) => known.name === name);
  if (!action || !actionRules[name]) throw new Error(`There is no action ${name}.`);
  return action;
}

export interface SignInTry {
  email: string;
  password: string;
  returnTo?: string;
  headers?: Record<string, string>;
  /** What the site calls itself; the client's origin when absent. */
  origin?: string;
}

/** One try with e-mail and password. */
export function trySignIn(client: Client, { email, password, returnTo = '/programs', headers, origin }: SignInTry): Promise<Answer> {
  const { type, body } = encodeAction([null], { email, password, returnTo });
  const sent = { 'Content-Type': type, Accept: 'text/x-component', 'Next-Action': findAction('signInWithPassword').id };
  const from = { Origin: origin ?? client.origin, 'Sec-Fetch-Site': 'same-origin' };
  return client.send({ method: 'POST', path: '/sign-in', headers: { ...sent, ...from, ...headers }, body });
}

export function signOut(client: Client, cookie: string): Promise<Answer> {
  const action = findAction('signOut');
  const { type, body } = encodeAction([], { returnTo: '/' });
  const headers = {
    Cookie: cookie,
    'Content-Type': type,
    'Next-Action': action.id,
    Origin: client.origin,
    'Sec-Fetch-Site': 'same-origin',
  };
  return client.send({ method: 'POST', path: '/programs', headers, body });
}

/** The cookies of an answer, as a browser would send them back. */
export const cookiesOf = (answer: Answer): string =>
  (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '').join('; ');

/** Whether a cookie is somebody's session now. */
export async function isLive(client: Client, cookie: string): Promise<boolean> {
  const answer = await client.send({ path: '/session', headers: { Cookie: cookie } });
  return answer.status === 200;
}

/** Tries made before count for nothing from now on. */
export const forgetTries = async ({ owner }: Stage): Promise<void> => {
  await owner.query('DELETE FROM rate_limit');
};
