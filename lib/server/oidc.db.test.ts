/** Signing in through an identity provider: the real protocol against a provider that runs here. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '#lib/operations/create-account.ts';
import { openWorld, type World } from '#lib/operations/world.fixture.ts';
import { type Auth, createAuth, createUser } from './auth.ts';
import { CookieJar, startProvider, type TestProvider, walkThrough } from './oidc.fixture.ts';

const ORIGIN = 'http://127.0.0.1:3999';
const CALLBACK = `${ORIGIN}/api/auth/callback/oidc`;
const SECRET = '7f3c9a1e5b8d2046c7e19f4ab36d80527f3c9a1e5b8d2046c7e19f4ab36d8052';

let world: World;
let provider: TestProvider;
let auth: Auth;

beforeAll(async () => {
  world = await openWorld();
  provider = await startProvider(CALLBACK, (login) => ({
    email: `${login.replace('-unverified', '')}@agency.example`,
    email_verified: !login.endsWith('-unverified'),
    name: login,
  }));
  auth = createAuth(world.db, { secret: SECRET, origin: ORIGIN, oidc: { ...provider, name: 'Agency' } });
  const userId = await createUser(auth, { name: 'Ana', email: 'ana@agency.example', password: 'not used with the provider' });
  await createAccount(world.db, { userId, name: 'Ana', kind: 'person', roles: ['analyst'], programId: null, grantedById: null });
});
afterAll(async () => {
  await provider.close();
  await world.close();
});

/** The whole way; returns where the browser ends and the session it then has. */
async function signIn(login: string, tamper: (address: URL) => void = () => {}) {
  const jar = new CookieJar();
  const begun = await auth.api.signInSocial({
    body: { provider: 'oidc', callbackURL: '/programs', errorCallbackURL: '/sign-in?problem=provider', disableRedirect: true },
    headers: new Headers(),
    asResponse: true,
  });
  jar.take(begun);
  const { url } = (await begun.json()) as { url: string };
  const back = new URL(await walkThrough(url, login, CALLBACK));
  tamper(back);
  const ended = await auth.handler(new Request(back, { headers: { cookie: jar.header } }));
  jar.take(ended);
  const session = await auth.api.getSession({ headers: new Headers({ cookie: jar.header }) });
  return { location: ended.headers.get('location') ?? '', email: session?.user.email ?? null };
}

const users = async (): Promise<number> =>
  (await world.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM "user"')).rows[0]?.n ?? 0;

describe('a person of the provider', () => {
  test('who was invited under a verified address signs in', async () => {
    const { location, email } = await signIn('ana');
    expect(location).toBe('/programs');
    expect(email).toBe('ana@agency.example');
    expect((await signIn('ana')).email).toBe('ana@agency.example');
  });

  test('whom nobody invited does not, and no account is made', async () => {
    const before = await users();
    const { location, email } = await signIn('stranger');
    expect(location).toContain('/sign-in?problem=provider');
    expect(email).toBeNull();
    expect(await users()).toBe(before);
  });

  test('whose address is not verified does not, even where it is the address of somebody here', async () => {
    const userId = await createUser(auth, { name: 'Ben', email: 'ben@agency.example', password: 'not used with the provider' });
    expect(userId).not.toBeNull();
    const { location, email } = await signIn('ben-unverified');
    expect(location).toContain('problem=provider');
    expect(email).toBeNull();
  });
});

describe('what was tampered with on the way back is refused', () => {
  test.each([
    ['another state', (address: URL) => address.searchParams.set('state', 'another')],
    ['no state', (address: URL) => address.searchParams.delete('state')],
    ['another code', (address: URL) => address.searchParams.set('code', 'another')],
  ])('%s', async (_, tamper) => {
    const { email } = await signIn('ana', tamper);
    expect(email).toBeNull();
  });
});
