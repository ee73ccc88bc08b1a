/** D1: sessions fixed, copied, forged. D7: sessions that end when idle, and in any case. */
import { changePassword } from '#lib/operations/change-password.ts';
import { disableAccount } from '#lib/operations/disable-account.ts';
import { listSessions } from '#lib/operations/list-sessions.ts';
import { revokeSession, revokeSessions } from '#lib/operations/revoke-session.ts';
import { createTally, type Tally } from './check.ts';
import { makePerson, newSecret, type Person, signIn } from './http/people.ts';
import { cookiesOf, forgetTries, isLive, signOut, trySignIn } from './http/sign-in.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const makeViewer = (stage: Stage, name: string): Promise<Person> =>
  makePerson(stage, name, [{ role: 'viewer', programId: stage.own.programId, organizationId: null }]);

/** A cookie that an attacker chose and planted before the sign-in. */
async function fixation(stage: Stage, tally: Tally): Promise<void> {
  const person = await makeViewer(stage, 'fixed');
  const planted = (await makeViewer(stage, 'attacker')).cookie ?? '';
  for (const cookie of [planted, planted.replace(/=.*/, '=chosen.by.somebody'), planted.replace(/=.*/, `=${'a'.repeat(32)}`)]) {
    await forgetTries(stage);
    const answer = await trySignIn(stage.client, { email: person.email, password: person.password, headers: { Cookie: cookie } });
    const given = cookiesOf(answer);
    tally.check(given !== '' && !given.includes(cookie), `signing in kept the planted cookie (${answer.status})`);
    tally.check(await isLive(stage.client, given), 'the new session does not work');
    const { rows } = await stage.owner.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM session s JOIN principal p ON p.user_id = s.user_id WHERE p.id = $1 AND s.token = $2',
      [person.principalId, decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0]],
    );
    tally.check(rows[0]?.n === 0, 'the planted session became that of the person who signed in');
  }
}

type Ending = [name: string, end: (person: Person, copied: string) => Promise<unknown>];

const passwordsOf = async (stage: Stage) => (await stage.auth.$context).password;

/** A copy of a cookie, used after the person ended that session in one of these ways. */
function endings(stage: Stage): Ending[] {
  return [
    ['sign-out', (_person, copied) => signOut(stage.client, copied)],
    [
      'change of the password',
      async (person) =>
        changePassword(stage.contextOf(person), await passwordsOf(stage), null, { current: person.password, next: newSecret() }),
    ],
    ['disabling', (person) => disableAccount(stage.contextOf(stage.people.everywhere), person.principalId)],
    [
      'revoking one session',
      async (person) => {
        const context = stage.contextOf(person);
        for (const session of await listSessions(context, person.principalId)) await revokeSession(context, person.principalId, session.id);
      },
    ],
    ['revoking all sessions', (person) => revokeSessions(stage.contextOf(person), person.principalId, null)],
  ];
}

const BITS = 8;

/** What a value stands for: `%2F` and `%2f` are one cookie written in two ways. Null for what is no encoding. */
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** The cookie with one bit changed at every place of its value, cut, signed by nobody, or with another's signature. */
function forgeries(cookie: string, other: string): string[] {
  const [name = '', value = ''] = cookie.split('=');
  const flips = [...value].flatMap((letter, at) => {
    const flipped = String.fromCharCode(letter.charCodeAt(0) ^ (1 << ((at % BITS) % 6)));
    // The last sign before the padding holds bits that mean nothing: the signature stays the same.
    const isLast = at === value.indexOf('%3D') - 1;
    const forged = `${value.slice(0, at)}${flipped}${value.slice(at + 1)}`;
    return !isLast && /[\w.%-]/.test(flipped) && decoded(forged) !== decoded(value) ? [forged] : [];
  });
  const [token = '', signature = ''] = value.split('.');
  const [otherToken = '', otherSignature = ''] = (other.split('=')[1] ?? '').split('.');
  const made = [
    token,
    `${token}.`,
    `.${signature}`,
    `${token}.${otherSignature}`,
    `${otherToken}.${signature}`,
    value.slice(0, -4),
    `${value}x`,
  ];
  return [...flips, ...made, '', 'null', 'undefined', '[object Object]', '{"not":""}'].map((forged) => `${name}=${forged}`);
}

async function copiedSessions(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  await fixation(stage, tally);
  let accepted = 0;
  const ways = endings(stage);
  for (const [name, end] of ways) {
    const person = await makeViewer(stage, `ends by ${name}`);
    const copied = person.cookie ?? '';
    tally.check(await isLive(stage.client, copied), `before ${name} the session did not work`);
    await end(person, copied);
    const lives = await isLive(stage.client, copied);
    if (lives) accepted += 1;
    tally.check(!lives, `the copied cookie works after ${name}`);
  }
  const [one, two] = [await makeViewer(stage, 'forged'), await makeViewer(stage, 'signed')];
  const forged = forgeries(one.cookie ?? '', two.cookie ?? '');
  for (const cookie of forged) {
    const lives = await isLive(stage.client, cookie);
    if (lives) accepted += 1;
    tally.check(!lives, `a forged cookie works: ${cookie}`);
  }
  const lives = await isLive(stage.client, one.cookie ?? '');
  return tally.figures(
    { 'ways to end': ways.length, 'forged cookies': forged.length, accepted },
    { what: 'the cookie itself, before its session ends', failedAsItMust: lives, figures: { accepted: lives ? 1 : 0 } },
  );
}

const IDLE = 15 * 60;
const ABSOLUTE = 12 * 60 * 60;
/** To how many seconds the end is exact. */
const EXACT = 5;

/** As if so much time had passed since the session began, or since somebody acted in it. */
const age = (stage: Stage, person: Person, column: 'last_seen_at' | 'created_at', seconds: number) =>
  stage.owner.query(
    `UPDATE session SET ${column} = clock_timestamp() - make_interval(secs => $2)
     WHERE user_id = (SELECT user_id FROM principal WHERE id = $1)`,
    [person.principalId, seconds],
  );

async function sessionEnds(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const person = await makeViewer(stage, 'idle');
  const cases = [
    ['last_seen_at', IDLE - EXACT, true],
    ['last_seen_at', IDLE + 0.1, false],
    ['created_at', ABSOLUTE - EXACT, true],
    ['created_at', ABSOLUTE + 0.1, false],
  ] as const;
  for (const [column, seconds, expected] of cases) {
    for (const path of ['/session', '/programs', `/api/v1/programs/${stage.own.slug}`]) {
      const cookie = await signIn(stage.auth, person.userId);
      await age(stage, person, column, seconds);
      const answer = await stage.client.send({ path, headers: { Cookie: cookie } });
      const lives = answer.status === 200;
      tally.check(lives === expected, `${path} after ${seconds} s by ${column}: ${answer.status}`);
      if (!expected) tally.check(!(await isLive(stage.client, cookie)), `${path}: the session came back`);
    }
  }
  await stayBusy(stage, person, tally);
  const list = await listAndRevoke(stage, tally);
  await signIn(stage.auth, person.userId);
  const fresh = await isLive(stage.client, await signIn(stage.auth, person.userId));
  return tally.figures(
    { 'idle seconds': IDLE, 'absolute seconds': ABSOLUTE, 'exact to seconds': EXACT, 'sessions listed': list },
    { what: 'a session whose times are not set back', failedAsItMust: fresh, figures: { lives: fresh ? 1 : 0 } },
  );
}

/** Acting prolongs the idle time but never the twelve hours; a page that asks by itself prolongs nothing. */
async function stayBusy(stage: Stage, person: Person, tally: Tally): Promise<void> {
  const cookie = await signIn(stage.auth, person.userId);
  const idleLeft = async (): Promise<number> => {
    const answer = await stage.client.send({ path: '/session', headers: { Cookie: cookie } });
    return answer.status === 200 ? (JSON.parse(answer.text) as { idleSeconds: number }).idleSeconds : 0;
  };
  await age(stage, person, 'last_seen_at', 600);
  const asked = await idleLeft();
  tally.check(Math.abs(asked - (IDLE - 600)) < EXACT, `a page that asks by itself left ${asked} s`);
  await stage.client.send({ path: '/programs', headers: { Cookie: cookie } });
  const acted = await idleLeft();
  tally.check(Math.abs(acted - IDLE) < EXACT, `acting left ${acted} s`);
  await age(stage, person, 'created_at', ABSOLUTE + 1);
  tally.check(!(await isLive(stage.client, cookie)), 'acting prolonged the absolute time');
}

async function listAndRevoke(stage: Stage, tally: Tally): Promise<number> {
  const person = await makeViewer(stage, 'many sessions');
  const cookies = [person.cookie ?? ''];
  for (let n = 0; n < 4; n += 1) cookies.push(await signIn(stage.auth, person.userId));
  const context = stage.contextOf(person);
  const sessions = await listSessions(context, person.principalId);
  tally.check(sessions.length === cookies.length, `${sessions.length} of ${cookies.length} sessions are listed`);
  const last = sessions[0];
  if (last) await revokeSession(context, person.principalId, last.id);
  const live = await Promise.all(cookies.map((cookie) => isLive(stage.client, cookie)));
  tally.check(live.filter(Boolean).length === cookies.length - 1, `${live.filter(Boolean).length} sessions live after one was ended`);
  await revokeSessions(context, person.principalId, null);
  const left = await Promise.all(cookies.map((cookie) => isLive(stage.client, cookie)));
  tally.check(!left.some(Boolean), 'a session lives after all were ended');
  return sessions.length;
}

export const sessionTests: readonly TrustTest[] = [
  {
    id: 'D1',
    title: 'A planted cookie, a copied one after sign-out, new password, disabling and revoking, forged ones',
    must: 'A new session at every sign-in; dead cookies stay dead',
    run: copiedSessions,
  },
  {
    id: 'D7',
    title: 'Fifteen minutes without acting, twelve hours in any case, many sessions',
    must: 'Ended to 5 seconds; acting prolongs the one and not the other; listing and revoking work',
    run: sessionEnds,
  },
];
