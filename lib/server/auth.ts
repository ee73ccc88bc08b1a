/**
 * Sign-in: better-auth with sessions in PostgreSQL. It knows who somebody is; what they may do is decided by
 * `lib/domain/permission.ts` from our own tables on every request, so no cookie caches a role.
 */
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { nextCookies } from 'better-auth/next-js';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import type { Database } from '#lib/data/client.ts';
import type { OidcSettings } from './env.ts';
import { PEER_HEADER } from './peer.ts';
import { ABSOLUTE_SECONDS } from './session-limits.ts';

export interface AuthSettings {
  secret: string;
  /** The address people use, for example http://127.0.0.1:3000. */
  origin: string;
  /** An identity provider beside passwords; absent or null: none. */
  oidc?: OidcSettings | null;
}

/** The id of the identity provider in the library and in the callback's address. */
export const OIDC_PROVIDER = 'oidc';

/**
 * People are invited, never made by signing in: a person of the provider is found by a verified e-mail address. The ID
 * token's signature, issuer, audience and nonce are checked by the library against the provider's keys.
 */
const oidcPlugin = (oidc: OidcSettings) =>
  genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        name: oidc.name,
        discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        clientId: oidc.clientId,
        clientSecret: oidc.clientSecret,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        disableSignUp: true,
        disableImplicitSignUp: true,
      },
    ],
  });

export function createAuth(db: Database, settings: AuthSettings) {
  const secure = settings.origin.startsWith('https://');
  return betterAuth({
    appName: 'Proviso',
    baseURL: settings.origin,
    basePath: '/api/auth',
    secret: settings.secret,
    trustedOrigins: [settings.origin],
    telemetry: { enabled: false },
    database: prismaAdapter(db.prisma, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    // Twelve hours at most, however busy; when nobody acts it ends earlier (session.ts).
    session: { expiresIn: ABSOLUTE_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    onAPIError: { errorURL: '/sign-in?problem=provider' },
    account: { accountLinking: { enabled: true, trustedProviders: [], allowDifferentEmails: false } },
    advanced: {
      ipAddress: { ipAddressHeaders: [PEER_HEADER] },
      useSecureCookies: false,
      cookiePrefix: secure ? '__Host-proviso' : 'proviso',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
    },
    plugins: [...(settings.oidc ? [oidcPlugin(settings.oidc)] : []), nextCookies()],
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** Creates a user with a password; returns the id, or null when the address is taken. */
export async function createUser(auth: Auth, user: { name: string; email: string; password: string }): Promise<string | null> {
  const context = await auth.$context;
  const email = user.email.toLowerCase();
  if (await context.internalAdapter.findUserByEmail(email)) return null;
  const created = await context.internalAdapter.createUser({ name: user.name, email, emailVerified: true }, { method: 'email-password' });
  await context.internalAdapter.linkAccount({
    userId: created.id,
    providerId: 'credential',
    accountId: created.id,
    password: await context.password.hash(user.password),
  });
  return created.id;
}
