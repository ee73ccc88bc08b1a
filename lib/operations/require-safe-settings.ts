/** Asked before anything is served: are the database and the secret such that the product's promises hold? */
import type { Database } from '#lib/data/client.ts';
import { findDatabaseSafety } from '#lib/data/safety.ts';
import { unsafeDatabase, unsafeSecret } from '#lib/domain/safety.ts';

/** What is wrong, a sentence each, with what to do. */
export class UnsafeSettings extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Proviso does not start with these settings:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'UnsafeSettings';
    this.problems = problems;
  }
}

/** @param secret null where the launcher made it itself, as in the demonstration. @throws UnsafeSettings */
export async function requireSafeSettings(db: Database, secret: string | null): Promise<void> {
  const problems = unsafeDatabase(await findDatabaseSafety(db.pool));
  const wrongSecret = secret === null ? null : unsafeSecret(secret);
  const all = wrongSecret ? [wrongSecret, ...problems] : problems;
  if (all.length > 0) throw new UnsafeSettings(all);
}
