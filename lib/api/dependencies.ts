/** What the API is given. Everything that differs between Next, the server alone and a test comes in here. */
import type { Context as HonoContext } from 'hono';
import { instantFromDate } from '#lib/domain/time.ts';
import { authenticateToken } from '#lib/operations/authenticate.ts';
import type { Actor, Context } from '#lib/operations/context.ts';
import { countWrongSecret } from '#lib/operations/limit-attempts.ts';
import { type Log, logToStderr } from './log.ts';

export interface ApiEnv {
  Variables: {
    requestId: string;
    /** As declared, for the metrics; absent where nothing matched. */
    route?: string;
  };
}

export interface ApiDependencies {
  db: Context['db'];
  /** Signs cursors. */
  secret: string;
  /** The origin that people open, such as `https://proviso.example.gov`: where cookie-authenticated writes may come from. */
  origin: string | null;
  /** The actor of a signed-in browser; null when there is none. */
  sessionActor(request: Request): Promise<Actor | null>;
  tokenActor(token: string): Promise<Actor | null>;
  /** Counts a wrong token. @throws AppError `too_many_requests` */
  wrongToken(address: string | null): Promise<void>;
  /** The address at the other end of the connection; null when it is not known. */
  remoteAddress(c: HonoContext): string | null;
  now(): string;
  log: Log;
}

export type GivenDependencies = Pick<ApiDependencies, 'db' | 'secret'> & Partial<ApiDependencies>;

/** Fills in what is usual: tokens only, the real clock, log on standard error. */
export function withDefaults(given: GivenDependencies): ApiDependencies {
  return {
    origin: null,
    sessionActor: async () => null,
    tokenActor: (token) => authenticateToken(given.db, token),
    wrongToken: (address) => countWrongSecret(given.db, address),
    remoteAddress: () => null,
    now: () => instantFromDate(new Date()),
    log: logToStderr,
    ...given,
  };
}
