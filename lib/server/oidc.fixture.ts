/** A real OpenID provider on loopback, and a browser's part of signing in there: for tests. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface TestProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  close(): Promise<void>;
}

const CLIENT = { client_id: 'proviso', client_secret: 'for the test provider alone' };

/** @param claimsOf what the provider says of a person, by the name typed there */
export async function startProvider(redirectUri: string, claimsOf: (login: string) => Record<string, unknown>): Promise<TestProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_context, id) => ({ accountId: id, claims: async () => ({ sub: id, ...claimsOf(id) }) }),
  });
  server.on('request', provider.callback());
  return { issuer, clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret, close: () => closed(server) };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** The cookies of one browser, without paths or expiry. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '' || /max-age=0/i.test(line)) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), value);
    }
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** What the provider's page asks next, as the form that is sent back. */
async function formOf(response: Response, login: string): Promise<Record<string, string>> {
  const page = await response.text();
  const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
  if (!prompt) throw new Error(`The provider shows no form: ${response.status} ${page.slice(0, 300)}`);
  return prompt === 'login' ? { prompt, login, password: 'any' } : { prompt };
}

/**
 * Signs in at the provider as a browser does, by its own forms, and returns the address that it sends the browser back to.
 * @param until where the way ends: the address of our own callback
 */
export async function walkThrough(start: string, login: string, until: string): Promise<string> {
  const jar = new CookieJar();
  let address = start;
  let init: RequestInit = {};
  for (let step = 0; step < 20 && !address.startsWith(until); step += 1) {
    const response = await fetch(address, { redirect: 'manual', headers: { cookie: jar.header }, ...init });
    jar.take(response);
    const location = response.headers.get('location');
    init = location ? {} : { method: 'POST', body: new URLSearchParams(await formOf(response, login)) };
    address = location ? new URL(location, address).href : address;
  }
  if (!address.startsWith(until)) throw new Error('The provider goes in circles.');
  return address;
}
