/** C3: what can be learned without being told. C5: rights that end during a session. */

import { addNote } from '#lib/operations/add-note.ts';
import { disableAccount } from '#lib/operations/disable-account.ts';
import { pageRules } from './access-table.ts';
import { createTally, leastGap, rounded, type Tally } from './check.ts';
import { listAddresses, readApiDocument } from './http/build-lists.ts';
import { apiPath, namesFor, pagePath } from './http/cells.ts';
import { type Answer, inParallel, median } from './http/client.ts';
import { makePerson, type Person } from './http/people.ts';
import { forgetTries } from './http/sign-in.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const WIDTH = 6;

/** Every address that a person of the own program may read. */
async function readable(stage: Stage): Promise<string[]> {
  const { own } = stage;
  const pages = listAddresses().flatMap(({ route }) => {
    const rule = pageRules[route];
    if (!rule || typeof rule.needs === 'string' || route === '/live') return [];
    return [pagePath(route, namesFor(stage, rule, 'own'))];
  });
  const { operations } = await readApiDocument(stage.client);
  const reads = operations.filter((operation) => operation.method === 'GET' && !operation.path.endsWith('.json'));
  const thing = (path: string) => (path.includes('/assessments/{') ? own.assessment : own.slug);
  return ['/', '/programs', ...pages, ...reads.map((operation) => apiPath(operation, { program: own.slug, thing: thing(operation.path) }))];
}

const ask = (stage: Stage, person: Person, path: string): Promise<Answer> =>
  stage.client.send({ path, headers: { Cookie: person.cookie ?? '', 'Sec-Fetch-Site': 'same-origin' } });

/** Every id and word that only the other program holds. */
async function foreignWords(stage: Stage): Promise<string[]> {
  const { rows } = await stage.owner.query<{ id: string }>(
    `SELECT id::text FROM assessment WHERE program_id = $1 UNION SELECT id::text FROM application WHERE program_id = $1
     UNION SELECT id::text FROM response WHERE program_id = $1 UNION SELECT id::text FROM proposal WHERE program_id = $1
     UNION SELECT id::text FROM condition WHERE program_id = $1 UNION SELECT id::text FROM record_entry WHERE program_id = $1`,
    [stage.other.programId],
  );
  const { programId, slug, marker, evidence } = stage.other;
  return [programId, slug, marker, evidence, ...rows.map(({ id }) => id)];
}

/** An answer without the instants that move by themselves. */
const still = (answer: Answer): string => answer.text.replace(/"(asOf|knownAt|readAt|requestId)":"[^"]*"/g, '');

async function searchAnswers(stage: Stage, tally: Tally): Promise<number> {
  const words = await foreignWords(stage);
  const paths = await readable(stage);
  const searched = [
    ...paths,
    ...[stage.other.marker, stage.other.assessment].flatMap((q) => [
      `/api/v1/programs/${stage.own.slug}/assessments?q=${q}`,
      `/programs/${stage.own.slug}/applicants?q=zz`,
    ]),
  ];
  const readers = [stage.people.severalRoles, stage.people.contributor, stage.people.admin];
  await inParallel(
    readers.flatMap((person) => searched.map((path) => ({ person, path }))),
    WIDTH,
    async ({ person, path }) => {
      const answer = await ask(stage, person, path);
      const found = words.find((word) => answer.text.includes(word) && !path.includes(word));
      tally.check(found === undefined, `${path} for ${person.name} shows ${found}`);
    },
  );
  return words.length;
}

/** Counts, facets, lists and tags of one program do not move when another's do. */
async function compareAfterForeignWrites(stage: Stage, tally: Tally): Promise<void> {
  const base = `/api/v1/programs/${stage.own.slug}`;
  const paths = [
    `${base}/summary`,
    `${base}/assessments`,
    `${base}/timeline`,
    `${base}/report.json`,
    `/api/v1/assessments/${stage.own.assessment}`,
    '/api/v1/programs',
  ];
  const read = () => inParallel(paths, 3, (path) => ask(stage, stage.people.severalRoles, path));
  const before = await read();
  const writer = stage.contextOf(stage.people.elsewhere, 'one key for two people');
  await addNote(writer, stage.other.assessment, { body: 'Nobody elsewhere learns of this.' });
  const after = await read();
  for (const [index, path] of paths.entries()) {
    const [one, two] = [before[index], after[index]];
    const same =
      one &&
      two &&
      still(one).replace(/"generatedAt":"[^"]*"|"unsealed\w*":\d+/g, '') ===
        still(two).replace(/"generatedAt":"[^"]*"|"unsealed\w*":\d+/g, '');
    tally.check(same === true && one?.headers.etag === two?.headers.etag, `${path} changed with another program`);
  }
  // A key that somebody else has used is no key of one's own.
  const mine = addNote(stage.contextOf(stage.people.analyst, 'one key for two people'), stage.own.assessment, { body: 'Mine.' });
  tally.check(await mine.then(Boolean, () => false), 'an idempotency key of another person was seen');
}

/** Foreign and missing ids in turn; the medians of the two have to be the same. */
async function compareTimes(stage: Stage, pairs: number, paths: readonly [foreign: string, missing: string]): Promise<number> {
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < pairs + 20; n += 1) {
    // Which of the two comes first changes, since the second finds everything warm.
    for (const which of n % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const { ms } = await stage.client.send({ path: paths[which], headers: { Authorization: `Bearer ${stage.people.analyst.token}` } });
      if (n >= 20) times[which].push(ms);
    }
  }
  return Math.abs(median(times[0]) / median(times[1]) - 1);
}

/** How far a foreign id may differ in time from a missing one. */
const MAX_GAP = 0.05;
const ROUNDS = 8;

async function sideChannels(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const words = await searchAnswers(stage, tally);
  await compareAfterForeignWrites(stage, tally);
  const pairs = run.scale(100, 1000);
  const missing = '/api/v1/assessments/01900000-0000-7000-8000-00000000dead';
  const foreign = `/api/v1/assessments/${stage.other.assessment}`;
  const gap = await leastGap({ rounds: ROUNDS, most: MAX_GAP }, () => compareTimes(stage, pairs, [foreign, missing]));
  tally.check(gap.least <= MAX_GAP, `foreign and missing differ by ${rounded(gap.least * 100)}% in time`);
  const control = await compareTimes(stage, run.scale(50, 200), [`/api/v1/assessments/${stage.own.assessment}`, missing]);
  return tally.figures(
    { 'words searched for': words, 'timed pairs a round': pairs, ...gap.figures },
    {
      what: "one's own assessment against a missing one",
      failedAsItMust: control > MAX_GAP,
      figures: { 'gap in percent': rounded(control * 100) },
    },
  );
}

interface Ending {
  name: string;
  end(stage: Stage, person: Person): Promise<unknown>;
  /** What the next request is refused with. */
  status: number;
}

const endings: readonly Ending[] = [
  {
    name: 'the role is taken back',
    end: ({ owner }, person) =>
      owner.query(
        `UPDATE membership SET revoked_at = clock_timestamp() WHERE principal_id = $1
         OR principal_id = (SELECT principal_id FROM api_token WHERE prefix = $2)`,
        [person.principalId, person.token?.split('_')[1]],
      ),
    status: 404,
  },
  {
    name: 'the role becomes a viewer',
    end: ({ owner }, person) =>
      owner.query(
        `UPDATE membership SET role = 'viewer' WHERE principal_id = $1
         OR principal_id = (SELECT principal_id FROM api_token WHERE prefix = $2)`,
        [person.principalId, person.token?.split('_')[1]],
      ),
    status: 403,
  },
  {
    name: 'the account is disabled',
    end: async (stage, person) => {
      await disableAccount(stage.contextOf(stage.people.everywhere), person.principalId);
      const token = 'UPDATE principal SET disabled_at = now() WHERE id = (SELECT principal_id FROM api_token WHERE prefix = $1)';
      return stage.owner.query(token, [person.token?.split('_')[1]]);
    },
    status: 401,
  },
];

const MAX_DELAY_MS = 1000;

/** Asks again and again until it is refused. @returns milliseconds from the change */
async function untilRefused(stage: Stage, headers: Record<string, string>, status: number): Promise<number> {
  const started = performance.now();
  for (;;) {
    const answer = await stage.client.send({
      method: 'POST',
      path: `/api/v1/programs/${stage.own.slug}/letters`,
      headers: { ...headers, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
      body: '{}',
    });
    const passed = performance.now() - started;
    if (answer.status === status || passed > 3 * MAX_DELAY_MS) return passed;
  }
}

async function rightsThatEnd(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const grants = [{ role: 'analyst' as const, programId: stage.own.programId, organizationId: null }];
  const delays: number[] = [];
  for (const ending of endings) {
    // Wrong tokens of the tests before are counted for this network: 429 would hide what is asked here.
    await forgetTries(stage);
    const person = await makePerson(stage, `short-lived ${delays.length}`, grants);
    const ways: Record<string, string>[] = [{ Cookie: person.cookie ?? '' }, { Authorization: `Bearer ${person.token}` }];
    const openBefore = await Promise.all(ways.map((headers) => untilRefused(stage, headers, 400)));
    tally.check(Math.max(...openBefore) < MAX_DELAY_MS, `before ${ending.name} it was refused`);
    await ending.end(stage, person);
    for (const headers of ways) {
      const delay = await untilRefused(stage, headers, ending.status);
      delays.push(delay);
      tally.check(delay < MAX_DELAY_MS, `after ${ending.name}, ${Object.keys(headers)[0]}: ${rounded(delay)} ms`);
    }
  }
  const stays = await untilRefused(stage, { Cookie: stage.people.analyst.cookie ?? '' }, 403);
  return tally.figures(
    { endings: endings.length, 'longest delay in ms': rounded(Math.max(...delays)) },
    {
      what: 'somebody whose rights did not change',
      failedAsItMust: stays > MAX_DELAY_MS,
      figures: { 'still not refused after ms': rounded(stays) },
    },
  );
}

export const sideTests: readonly TrustTest[] = [
  {
    id: 'C3',
    title: 'Counts, search, lists, timeline, export, tags, keys and time, for traces of another program',
    must: 'Nothing of it anywhere; foreign and missing ids differ by less than 5% in time',
    run: sideChannels,
  },
  {
    id: 'C5',
    title: 'A role taken back or lowered, an account disabled, during a session and for a token',
    must: 'The next request is refused, within a second',
    run: rightsThatEnd,
  },
];
