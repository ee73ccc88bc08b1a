/** C10: links of invitations guessed, expired, used and withdrawn. D3: one invitation accepted fifty times at once. */
import { randomBytes } from 'node:crypto';
import { createInvitation } from '#lib/data/invitations.ts';
import { acceptInvitation } from '#lib/operations/accept-invitation.ts';
import { getInvitation } from '#lib/operations/get-invitation.ts';
import { revokeInvitation } from '#lib/operations/revoke-invitation.ts';
import { ACCEPTED, countBy, createTally, outcomeOf, type Tally } from './check.ts';
import { type Answer, inParallel } from './http/client.ts';
import { newSecret } from './http/people.ts';
import { countRows, writtenBetween } from './http/rows.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const CLOSED = 'invitation_closed';
const passwords = { hash: async (password: string) => `hash of ${password.length}`, verify: async () => false };

const invite = (stage: Stage) =>
  createInvitation(stage.db.pool, {
    email: null,
    programId: stage.own.programId,
    roles: ['viewer'],
    organizationId: null,
    invitedById: stage.people.admin.principalId,
    days: 7,
  });

const newPerson = (n: number) => ({
  name: `Guest ${n}`,
  email: `guest-${n}-${newSecret().slice(0, 6).toLowerCase()}@trust.invalid`,
  password: newSecret(),
});

interface Closed {
  name: string;
  secret: string;
}

/** Invitations that were good once. */
async function closedOnes(stage: Stage): Promise<Closed[]> {
  const nobody = stage.contextOf(null);
  const [expired, used, withdrawn] = [await invite(stage), await invite(stage), await invite(stage)];
  await stage.owner.query(`UPDATE invitation SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id]);
  await acceptInvitation(nobody, passwords, used.secret, newPerson(0));
  await revokeInvitation(stage.contextOf(stage.people.admin), stage.own.slug, withdrawn.id);
  return [
    { name: 'expired', secret: expired.secret },
    { name: 'used', secret: used.secret },
    { name: 'withdrawn', secret: withdrawn.secret },
  ];
}

const NEAR = 40;

/** One character changed, cut off or added: nothing near a good link is good. */
const near = (secret: string): string[] => [
  ...Array.from({ length: NEAR }, (_, n) => `${secret.slice(0, n)}${secret[n] === 'A' ? 'B' : 'A'}${secret.slice(n + 1)}`),
  secret.slice(1),
  `${secret}A`,
  secret.toLowerCase(),
  secret.toUpperCase(),
  '',
  '%',
  '*',
  "' OR ''='",
];

async function guess(stage: Stage, tally: Tally, count: number): Promise<number> {
  const nobody = stage.contextOf(null);
  let found = 0;
  const guesses = Array.from({ length: 8 }, () => Math.ceil(count / 8));
  await Promise.all(
    guesses.map(async (share) => {
      for (let n = 0; n < share; n += 1) {
        const outcome = await outcomeOf(getInvitation(nobody, randomBytes(32).toString('base64url')));
        if (outcome === ACCEPTED) found += 1;
        tally.check(outcome === CLOSED, `a guess ended in ${outcome}`);
      }
    }),
  );
  return found;
}

/** The page says the same for each of them. */
async function comparePages(stage: Stage, tally: Tally, secrets: readonly string[]): Promise<void> {
  const bare = (answer: Answer, secret: string): string =>
    answer.text
      .replaceAll(secret, 'S')
      .replace(/nonce\\?["=:]+\\?"?[A-Za-z0-9+/]{22}==/g, '')
      .replace(/[\w-]{21}(?=[vm]\\?")/g, '');
  const answers = await inParallel(secrets, 4, (secret) => stage.client.send({ path: `/invitation/${secret}` }));
  const shown = answers.map((answer, index) => `${answer.status} ${bare(answer, secrets[index] ?? '')}`);
  for (const [index, text] of shown.entries()) tally.check(text === shown[0], `page ${index}: another answer (${answers[index]?.status})`);
}

async function guessedLinks(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const nobody = stage.contextOf(null);
  const open = await invite(stage);
  const closed = await closedOnes(stage);
  const before = await countRows(stage.owner);
  for (const { name, secret } of closed) {
    tally.check((await outcomeOf(getInvitation(nobody, secret))) === CLOSED, `${name}: shown`);
    tally.check((await outcomeOf(acceptInvitation(nobody, passwords, secret, newPerson(1)))) === CLOSED, `${name}: accepted`);
  }
  for (const secret of near(open.secret)) tally.check((await outcomeOf(getInvitation(nobody, secret))) === CLOSED, `${secret}: shown`);
  const count = run.scale(5000, 1_000_000);
  const found = await guess(stage, tally, count);
  await comparePages(stage, tally, [randomBytes(32).toString('base64url'), ...closed.map(({ secret }) => secret)]);
  const written = writtenBetween(before, await countRows(stage.owner));
  tally.check(written.length === 0, `written: ${written.join(', ')}`);
  const good = await outcomeOf(getInvitation(nobody, open.secret));
  return tally.figures(
    { guesses: count, found, 'bits of a link': 256, 'closed links': closed.length },
    { what: 'the link itself', failedAsItMust: good === ACCEPTED, figures: { shown: good === ACCEPTED ? 1 : 0 } },
  );
}

const AT_ONCE = 50;

async function acceptedOnce(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const rounds = run.scale(2, 20);
  const nobody = stage.contextOf(null);
  let accepted = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { secret } = await invite(stage);
    const before = await countRows(stage.owner);
    const outcomes = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, n) => outcomeOf(acceptInvitation(nobody, passwords, secret, newPerson(n)))),
    );
    const after = await countRows(stage.owner);
    const counts = countBy(outcomes);
    accepted += counts[ACCEPTED] ?? 0;
    tally.check(counts[ACCEPTED] === 1, `${counts[ACCEPTED] ?? 0} of ${AT_ONCE} accepted`);
    for (const outcome of outcomes) tally.check([ACCEPTED, CLOSED, 'unavailable'].includes(outcome), `ended in ${outcome}`);
    for (const table of ['user', 'account', 'principal', 'membership']) {
      const more = (after[table] ?? after[`"${table}"`] ?? 0) - (before[table] ?? before[`"${table}"`] ?? 0);
      tally.check(more === 1, `${more} rows more in ${table}`);
    }
  }
  const loose = await acceptUnlocked(stage);
  return tally.figures(
    { invitations: rounds, 'at once': AT_ONCE, accepted },
    { what: 'an invitation that is read first and marked later', failedAsItMust: loose > 1, figures: { accepted: loose } },
  );
}

async function acceptUnlocked({ owner }: Stage): Promise<number> {
  await owner.query('CREATE TABLE loose_invitation (used boolean NOT NULL); INSERT INTO loose_invitation VALUES (false)');
  const accept = async (): Promise<number> => {
    const { rows } = await owner.query<{ used: boolean }>('SELECT used FROM loose_invitation');
    if (rows[0]?.used) return 0;
    await owner.query('UPDATE loose_invitation SET used = true');
    return 1;
  };
  const all = await Promise.all(Array.from({ length: AT_ONCE }, accept));
  await owner.query('DROP TABLE loose_invitation');
  return all.reduce((sum, one) => sum + one, 0);
}

export const invitationTests: readonly TrustTest[] = [
  {
    id: 'C10',
    title: 'Links of invitations guessed, altered by one character, expired, used, withdrawn',
    must: 'Refused in the same words; nothing written',
    run: guessedLinks,
  },
  { id: 'D3', title: 'One invitation accepted fifty times at once', must: 'Exactly one account, with its roles', run: acceptedOnce },
];
