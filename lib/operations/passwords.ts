/** Passwords: their rules, and the hash that the sign-in library makes and checks. */
import { z } from 'zod';

/** Of the sign-in library, handed in by whoever calls: operations do not know it. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(data: { hash: string; password: string }): Promise<boolean>;
}

export const MIN_PASSWORD = 12;

/** Length is what makes a password hard to guess; nothing else is asked of it. */
export const newPassword = z
  .string({ error: 'Choose a password.' })
  .min(MIN_PASSWORD, `The password is too short: at least ${MIN_PASSWORD} characters.`)
  .max(128, 'The password is too long: at most 128 characters.');
