/**
 * Sign-in: better-auth with sessions in PostgreSQL. It knows who somebody is; what they may do is decided by
 * `lib/domain/permission.ts` from our own tables on every request, so no cookie caches a role.
 */
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { nextCookies } from 'better-auth/next-js';
import type { Database } from '#lib/data/client.ts';

export interface AuthSettings {
  secret: string;
  /** The address people use, for example http://127.0.0.1:3000. */
  origin: string;
}

const HOUR = 3600;

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
    session: { expiresIn: 12 * HOUR, updateAge: HOUR, cookieCache: { enabled: false } },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: secure ? '__Host-proviso' : 'proviso',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
    },
    plugins: [nextCookies()],
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
