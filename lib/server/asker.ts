/** Where a request comes from, and whether it comes from an example account. */
import { headers } from 'next/headers';
import { DEMO_ACCOUNTS } from './demo-accounts.ts';
import { addressOf, PEER_HEADER } from './peer.ts';
import { runtime } from './runtime.ts';

/** The client's address; null when it is not known. */
export const askerAddress = async (): Promise<string | null> => addressOf(await headers(), runtime().settings.trustedProxies);

/** The headers of this request as the sign-in library keeps them with a session: the client's address, not that of a proxy. */
export async function askerHeaders(): Promise<Headers> {
  const asked = new Headers(await headers());
  asked.set(PEER_HEADER, (await askerAddress()) ?? '');
  return asked;
}

/** Example accounts are entered with one press, so their passwords are nobody's to change. */
export const isExampleAccount = (email: string | undefined): boolean =>
  runtime().settings.demo && DEMO_ACCOUNTS.some((account) => account.email === email);
