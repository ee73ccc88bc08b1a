/** D4: passwords guessed from one network, from many, and under forged addresses. D5: whether an address has an account. */
import { keyOf, takeAttempt } from '#lib/data/rate-limits.ts';
import { forgiveSignInTry, LIMITS, takeSignInTry } from '#lib/operations/limit-attempts.ts';
import { ACCEPTED, createTally, leastGap, outcomeOf, rounded, type Tally } from './check.ts';
import { type Answer, median } from './http/client.ts';
import { makePerson, newSecret, type Person } from './http/people.ts';
import { cookiesOf, forgetTries, trySignIn } from './http/sign-in.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const LOOKED_AT = 'The address or the password is wrong';
const LIMITED = 'Too many tries';

const makeOwner = (stage: Stage): Promise<Person> =>
  makePerson(stage, 'guessed', [{ role: 'viewer', programId: stage.own.programId, organizationId: null }]);

/** What a client may write about where it comes from. */
const forged = (n: number): Record<string, string> => {
  const address = `198.51.${n % 256}.${(n * 7) % 256}`;
  return {
    'X-Forwarded-For': `${address}, 203.0.113.${n % 256}`,
    Forwarded: `for=${address}`,
    'X-Real-IP': address,
    'X-Client-IP': address,
    'CF-Connecting-IP': address,
    'True-Client-IP': address,
    'X-Proviso-Peer': address,
    'X-Forwarded-Host': `host-${n}.invalid`,
  };
};

/** Tries over HTTP, each with other forged headers. @returns how many were looked at */
async function guessOverHttp(stage: Stage, emailOf: (n: number) => string, tries: number): Promise<number> {
  await forgetTries(stage);
  let lookedAt = 0;
  for (let n = 0; n < tries; n += 1) {
    const answer = await trySignIn(stage.client, { email: emailOf(n), password: newSecret(), headers: forged(n) });
    if (answer.text.includes(LOOKED_AT)) lookedAt += 1;
    else if (!answer.text.includes(LIMITED)) throw new Error(`A guess was answered with ${answer.status}.`);
  }
  return lookedAt;
}

/** The same at the operation, where a test may come from any network. */
async function guessFrom(stage: Stage, email: string, addressOf: (n: number) => string, tries: number): Promise<number> {
  let passed = 0;
  for (let n = 0; n < tries; n += 1) {
    if ((await outcomeOf(takeSignInTry(stage.db, { email, address: addressOf(n) }))) === ACCEPTED) passed += 1;
  }
  return passed;
}

const HOME = '192.0.2.44';
const manyNetworks = (n: number): string => `10.${n >> 8}.${n % 256}.9`;
const oneNetwork64 = (n: number): string => `2001:db8:1:2:${(n * 977).toString(16)}::${n.toString(16)}`;

/** The owner signed in from home once; strangers spend the account's tries; he still gets in, from home at once. */
async function ownerStillComesIn(stage: Stage, owner: Person, tally: Tally): Promise<void> {
  const home = { email: owner.email, address: HOME };
  const fromHome = await outcomeOf(takeSignInTry(stage.db, home));
  tally.check(fromHome === ACCEPTED, `the owner at home: ${fromHome}`);
  const elsewhere = await outcomeOf(takeSignInTry(stage.db, { email: owner.email, address: '192.0.2.200' }));
  tally.check(elsewhere === 'too_many_requests', `the owner elsewhere, during the attack: ${elsewhere}`);
  const soon = `UPDATE rate_limit SET expire = (extract(epoch FROM clock_timestamp()) * 1000)::bigint - 1
    WHERE key LIKE 'sign-in-%' AND key NOT LIKE 'sign-in-known%'`;
  await stage.owner.query(soon);
  const later = await outcomeOf(takeSignInTry(stage.db, { email: owner.email, address: '192.0.2.200' }));
  tally.check(later === ACCEPTED, `the owner elsewhere, when the time is over: ${later}`);
}

async function guessedPasswords(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const owner = await makeOwner(stage);
  const oneAccount = await guessOverHttp(stage, () => owner.email, run.scale(30, 200));
  tally.check(oneAccount === LIMITS.pair.attempts, `${oneAccount} guesses at one account from one network were looked at`);
  const rightOne = await trySignIn(stage.client, { email: owner.email, password: owner.password, headers: forged(7) });
  tally.check(cookiesOf(rightOne) === '' && rightOne.text.includes(LIMITED), 'beyond the limit the right password was looked at');
  const manyAccounts = await guessOverHttp(stage, (n) => `nobody-${n}@trust.invalid`, run.scale(LIMITS.network.attempts + 10, 300));
  tally.check(manyAccounts === LIMITS.network.attempts, `${manyAccounts} guesses at many accounts from one network were looked at`);
  await forgetTries(stage);
  await forgiveSignInTry(stage.db, await takeSignInTry(stage.db, { email: owner.email, address: HOME }));
  const networks = run.scale(200, 1000);
  const fromMany = await guessFrom(stage, owner.email, manyNetworks, networks);
  tally.check(fromMany <= LIMITS.account.attempts, `${fromMany} guesses from ${networks} networks were looked at`);
  await ownerStillComesIn(stage, owner, tally);
  await forgetTries(stage);
  const from64 = await guessFrom(stage, owner.email, oneNetwork64, networks);
  tally.check(from64 === LIMITS.pair.attempts, `${from64} guesses from one IPv6 network were looked at`);
  const asWritten = await countAsWritten(stage, 100);
  await forgetTries(stage);
  return tally.figures(
    {
      'one account, forged headers': oneAccount,
      'many accounts, forged headers': manyAccounts,
      [`one account, ${networks} networks`]: fromMany,
      'one account, one IPv6 /64': from64,
    },
    {
      what: 'tries counted by the address that the client writes',
      failedAsItMust: asWritten > LIMITS.pair.attempts,
      figures: { 'tries that pass of 100': asWritten },
    },
  );
}

async function countAsWritten(stage: Stage, tries: number): Promise<number> {
  let passed = 0;
  for (let n = 0; n < tries; n += 1) {
    const written = forged(n)['X-Real-IP'] ?? '';
    if ((await takeAttempt(stage.db.pool, LIMITS.pair, keyOf('somebody', written))).passes) passed += 1;
  }
  return passed;
}

/** What an answer says, without what differs every time and what it repeats. */
const said = (answer: Answer, email: string): string =>
  `${answer.status} ${Object.keys(answer.headers).sort().join(' ')} ${answer.text.replaceAll(email, 'EMAIL').replace(/"attempt":"[^"]*"/g, '')}`;

const MAX_GAP = 0.1;
const ROUNDS = 8;

/** Known and unknown addresses in turn, with wrong passwords. @returns the difference of the medians */
async function compareTimes(stage: Stage, known: string, samples: number): Promise<number> {
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < samples; n += 1) {
    if (n % 4 === 0) await forgetTries(stage);
    const emails = [known, `unknown-${newSecret().slice(0, 6).toLowerCase()}@trust.invalid`] as const;
    for (const which of n % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { ms } = await trySignIn(stage.client, { email: emails[which], password: newSecret() });
      times[which].push(ms);
    }
  }
  return Math.abs(median(times[0]) / median(times[1]) - 1);
}

async function knownAddresses(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const owner = await makeOwner(stage);
  const disabled = stage.people.all.find((person) => person.barred === 'disabled');
  await forgetTries(stage);
  const unknown = 'unknown@trust.invalid';
  const reference = said(await trySignIn(stage.client, { email: unknown, password: newSecret() }), unknown);
  for (const [who, email, password] of [
    ['a known address', owner.email, newSecret()],
    ['a disabled account', disabled?.email ?? '', newSecret()],
    ['a disabled account and its password', disabled?.email ?? '', disabled?.password ?? ''],
  ] as const) {
    const text = said(await trySignIn(stage.client, { email, password }), email);
    tally.check(text === reference, () => `${who} is answered differently: ${text.slice(0, 300)} / ${reference.slice(0, 300)}`);
  }
  const samples = run.scale(15, 1000);
  const gap = await leastGap({ rounds: ROUNDS, most: MAX_GAP }, () => compareTimes(stage, owner.email, samples));
  tally.check(gap.least <= MAX_GAP, `known and unknown addresses differ by ${rounded(gap.least * 100)}% in time`);
  const early = await answerEarly(stage);
  await forgetTries(stage);
  return tally.figures(
    { 'samples each a round': samples, ...gap.figures },
    {
      what: 'a sign-in that hashes only where there is an account',
      failedAsItMust: early > MAX_GAP,
      figures: { 'gap in percent': rounded(early * 100) },
    },
  );
}

/** How much longer it takes to check a password than not to. */
async function answerEarly(stage: Stage): Promise<number> {
  const { password } = await stage.auth.$context;
  const hash = await password.hash(newSecret());
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    await work();
    return performance.now() - started + 1;
  };
  const withHash = await timed(() => password.verify({ hash, password: newSecret() }));
  return Math.abs(withHash / (await timed(async () => undefined)) - 1);
}

export const passwordTests: readonly TrustTest[] = [
  {
    id: 'D4',
    title: 'Passwords guessed: one network, many, one IPv6 /64, forged headers, one account, many accounts',
    must: 'The limits hold; the owner comes in from his own network at once, from elsewhere when the time is over',
    run: guessedPasswords,
  },
  {
    id: 'D5',
    title: 'Known, unknown and disabled addresses told apart by text, status or time',
    must: 'Equal words; less than 10% in time',
    run: knownAddresses,
  },
];
