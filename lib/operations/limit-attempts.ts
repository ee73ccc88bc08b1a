/**
 * How often somebody may try a password, a token or an invitation. Counted per account and per network: many accounts from
 * one network, and one account from many networks, both end at a limit. An account is never locked: its owner goes on from a
 * network that he signed in from before, and everybody else after the time is over.
 */
import type { Database } from '#lib/data/client.ts';
import {
  type Attempt,
  clearExpiredAttempts,
  giveBackAttempt,
  isRemembered,
  keyOf,
  type Limit,
  remember,
  takeAttempt,
} from '#lib/data/rate-limits.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError } from '#lib/domain/errors.ts';
import { networkOf } from '#lib/domain/network.ts';

const QUARTER = 15 * 60;

export const LIMITS = {
  /** One account from one network. */
  pair: { name: 'sign-in-pair', attempts: 10, seconds: QUARTER },
  /** All accounts from one network; an office behind one address signs in here too. */
  network: { name: 'sign-in-network', attempts: 60, seconds: QUARTER },
  /** One account from all networks that it was never used from. */
  account: { name: 'sign-in-account', attempts: 40, seconds: 60 * 60 },
  /** Wrong API tokens and invitations from one network. Nobody guesses 256 bits; this keeps a loop from costing much. */
  secrets: { name: 'secrets-network', attempts: 600, seconds: QUARTER },
} as const satisfies Record<string, Limit>;

const KNOWN = 'sign-in-known';
const KNOWN_SECONDS = 30 * 24 * 60 * 60;

export interface SignInTry {
  email: string;
  /** The client's address; null when it is not known. */
  address: string | null;
}

/** A try that was counted, to be given back when it succeeds. */
export interface CountedTry extends SignInTry {
  /** Its network was known for this account. */
  isKnown: boolean;
}

function keysOf({ email, address }: SignInTry) {
  const network = networkOf(address);
  const account = email.trim().toLowerCase();
  return { pair: keyOf(account, network), network: keyOf(network), account: keyOf(account) };
}

function requirePassing(attempts: readonly Attempt[]): void {
  const waits = attempts.flatMap((attempt) => (attempt.passes ? [] : [attempt.retryAfterSeconds]));
  if (waits.length === 0) return;
  const minutes = Math.ceil(Math.max(...waits) / 60);
  throw new AppError(
    'too_many_requests',
    `Too many tries. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`} and try again; nobody is locked out for longer.`,
    { retryAfterSeconds: Math.max(...waits) },
  );
}

/**
 * Counts a try before the password is looked at, and returns it. The same for addresses that exist and that do not.
 * @throws AppError `too_many_requests`, `unavailable`
 */
export async function takeSignInTry(db: Database, attempt: SignInTry): Promise<CountedTry> {
  const keys = keysOf(attempt);
  const isKnown = await translated(isRemembered(db.pool, KNOWN, keys.pair));
  const attempts = await translated(
    Promise.all([
      takeAttempt(db.pool, LIMITS.pair, keys.pair),
      takeAttempt(db.pool, LIMITS.network, keys.network),
      isKnown ? { passes: true as const } : takeAttempt(db.pool, LIMITS.account, keys.account),
    ]),
  );
  requirePassing(attempts);
  return { ...attempt, isKnown };
}

/** A try that succeeded counts for nothing, and its network is known from now on. */
export async function forgiveSignInTry(db: Database, counted: CountedTry): Promise<void> {
  const keys = keysOf(counted);
  await translated(
    Promise.all([
      giveBackAttempt(db.pool, LIMITS.pair, keys.pair),
      giveBackAttempt(db.pool, LIMITS.network, keys.network),
      counted.isKnown ? undefined : giveBackAttempt(db.pool, LIMITS.account, keys.account),
      remember(db.pool, KNOWN, keys.pair, KNOWN_SECONDS),
    ]),
  );
}

/** Counts a wrong secret, such as a token that nobody has. @throws AppError `too_many_requests`, `unavailable` */
export async function countWrongSecret(db: Database, address: string | null): Promise<void> {
  requirePassing([await translated(takeAttempt(db.pool, LIMITS.secrets, keyOf(networkOf(address))))]);
}

/** Takes away counts whose time is over. */
export const clearAttempts = (db: Database): Promise<number> => translated(clearExpiredAttempts(db.pool));
