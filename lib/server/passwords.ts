/** How the sign-in library hashes passwords and checks them, for the operations that do not know it. */
import type { PasswordHasher } from '#lib/operations/passwords.ts';
import { runtime } from './runtime.ts';

export async function passwordHasher(): Promise<PasswordHasher> {
  const { password } = await runtime().auth.$context;
  return { hash: password.hash, verify: password.verify };
}
