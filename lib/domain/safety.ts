/** Settings under which the product refuses to start, since what it promises would not hold. Each says what to do. */

export interface SafetyFacts {
  fsync: string;
  synchronousCommit: string;
  fullPageWrites: string;
  dataChecksums: string;
  ownsHistory: boolean;
  isSuperuser: boolean;
  rightsOnHistory: readonly string[];
}

const databaseRules: readonly { broken: (facts: SafetyFacts) => boolean; problem: string }[] = [
  {
    broken: (facts) => facts.fsync !== 'on',
    problem: 'fsync is off: a power cut loses or tears what was recorded. Set fsync = on in postgresql.conf and restart PostgreSQL.',
  },
  {
    broken: (facts) => facts.synchronousCommit === 'off',
    problem:
      'synchronous_commit is off: changes that were confirmed can be lost. Set synchronous_commit = on, in postgresql.conf and for the role and the database.',
  },
  {
    broken: (facts) => facts.fullPageWrites !== 'on',
    problem: 'full_page_writes is off: a crash can leave half-written pages. Set full_page_writes = on in postgresql.conf.',
  },
  {
    broken: (facts) => facts.dataChecksums !== 'on',
    problem: 'Data checksums are off: a damaged page goes unseen. Stop PostgreSQL, run pg_checksums --enable, and start it again.',
  },
  {
    broken: (facts) => facts.isSuperuser || facts.ownsHistory,
    problem:
      'The role that serves owns the history and could rewrite it. Serve as a role that is only a member of proviso_app, and give the owner as DATABASE_OWNER_URL.',
  },
  {
    broken: (facts) => facts.rightsOnHistory.length > 0,
    problem: 'The role that serves may write the history past the functions. Revoke every right on the table event but SELECT from it.',
  },
];

/** What is unsafe about the database, worst first; empty when all is well. */
export const unsafeDatabase = (facts: SafetyFacts): string[] =>
  databaseRules.filter((rule) => rule.broken(facts)).map((rule) => rule.problem);

const MIN_LENGTH = 32;
const MIN_DIFFERENT = 10;
const EXAMPLE = /change.?me|example|secret|password|proviso|default|your.?key|0123456789/i;

/**
 * What is wrong with the secret that signs sessions and cursors; null when nothing is. A random secret of 32 characters or
 * more never looks like this.
 */
export function unsafeSecret(secret: string): string | null {
  if (secret.length < MIN_LENGTH || new Set(secret).size < MIN_DIFFERENT || EXAMPLE.test(secret)) {
    return 'PROVISO_SECRET is short, an example or no random text: whoever guesses it can sign in as anybody. Set it to the output of: openssl rand -hex 32';
  }
  return null;
}
