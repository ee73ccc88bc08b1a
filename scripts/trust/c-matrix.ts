/** C1: every page, action and path of the API, asked by everybody for one's own, another's, missing and malformed things. */
import { createApi } from '#lib/api/app.ts';
import { ROLES, rolesIn } from '#lib/domain/permission.ts';
import { expectedOutcome, type Outcome, type Setting, type Variant, variantsOf } from './access-outcome.ts';
import type { AccessRule } from './access-rule.ts';
import { actionRules, apiRules, pageRules } from './access-table.ts';
import { createTally, type Tally } from './check.ts';
import { listActions, listAddresses, readApiDocument } from './http/build-lists.ts';
import { actionRequest, apiRequest, comparable, type Names, namesFor, outcomeOfAnswer, pagePath, pageRequest } from './http/cells.ts';
import { type Answer, inParallel, type Sent } from './http/client.ts';
import { actorOf, type Person } from './http/people.ts';
import { forgetTries } from './http/sign-in.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const WIDTH = 8;
/** At most 18 wrong tokens a door, and the limit is 600. */
const DOORS_AT_ONCE = 20;

/** One thing that can be asked, in one way. */
interface Door {
  name: string;
  kind: 'page' | 'action' | 'api' | 'handler';
  rule: AccessRule;
  via: 'token' | 'cookie';
  request(person: Person, names: Names): Sent;
  /** Nobody knocks here with nothing in hand: an expired token is no browser. */
  isFor(person: Person): boolean;
}

interface Cell {
  door: Door;
  person: Person;
  variant: Variant;
  names: Names;
}

interface Judged extends Cell {
  answer: Answer;
  outcome: Outcome | 'fault';
  expected: Outcome;
}

/** Bearers of tokens that do not work any more have no browser. */
const hasBrowser = (person: Person): boolean => person.barred !== 'expired' && person.barred !== 'revoked';

function pageDoors(tally: Tally): Door[] {
  return listAddresses().flatMap(({ route, kind }): Door[] => {
    // The API is walked by its own document.
    if (route === '/api/[[...route]]') return [];
    const rule = pageRules[route];
    tally.check(rule !== undefined, `${route} has no entry in the access table`);
    if (!rule) return [];
    const door = (name: string, rsc: boolean): Door => ({
      name,
      kind: kind === 'route' ? 'handler' : 'page',
      rule,
      via: 'cookie',
      isFor: hasBrowser,
      request: (person, names) => pageRequest(person, pagePath(route, names), rsc),
    });
    if (rule.needs === 'token') return [door(route, false), tokenDoor(route, rule)];
    return kind === 'route' ? [door(route, false)] : [door(route, false), door(`${route} as data`, true)];
  });
}

const tokenDoor = (route: string, rule: AccessRule): Door => ({
  name: `${route} by token`,
  kind: 'handler',
  rule,
  via: 'token',
  isFor: () => true,
  request: (person, names) => apiRequest(person, { method: 'GET', path: route }, names, 'token'),
});

function actionDoors(stage: Stage, tally: Tally): Door[] {
  return listActions().flatMap((action): Door[] => {
    const rule = actionRules[action.name];
    tally.check(rule !== undefined, `the action ${action.name} has no entry in the access table`);
    if (!rule) return [];
    const request: Door['request'] = (person, names) => actionRequest(stage, person, { action, rule, names });
    return [{ name: action.name, kind: 'action', rule, via: 'cookie', isFor: hasBrowser, request }];
  });
}

async function apiDoors(stage: Stage, tally: Tally): Promise<Door[]> {
  const { operations } = await readApiDocument(stage.client);
  return operations.flatMap((operation): Door[] => {
    const name = `${operation.method} ${operation.path}`;
    const rule = apiRules[name];
    tally.check(rule !== undefined, `${name} has no entry in the access table`);
    if (!rule) return [];
    const door = (via: 'token' | 'cookie', isFor: Door['isFor']): Door => ({
      name: `${name} by ${via}`,
      kind: 'api',
      rule,
      via,
      isFor,
      request: (person, names) => apiRequest(person, operation, names, via),
    });
    return [door('token', () => true), door('cookie', hasBrowser)];
  });
}

/** Entries of the table that nothing in the build answers to any more. */
async function checkStaleEntries(stage: Stage, tally: Tally): Promise<void> {
  const { operations } = await readApiDocument(stage.client);
  const built = new Set([
    ...listAddresses().map((address) => address.route),
    ...listActions().map((action) => action.name),
    ...operations.map((operation) => `${operation.method} ${operation.path}`),
  ]);
  for (const name of [...Object.keys(pageRules), ...Object.keys(actionRules), ...Object.keys(apiRules)]) {
    tally.check(built.has(name), `the access table names ${name}, which is not in the build`);
  }
}

const settingOf = ({ own, other }: Stage): Setting => ({
  programId: own.programId,
  otherProgramId: other.programId,
  organizationId: own.organizationId,
});

/** At gate size a third of the people asks for these at each door, others at the next one. */
const SAMPLED: ReadonlySet<Variant> = new Set(['malformed', 'mixed', 'absent']);

/**
 * All at full size. At gate size a second way to what has a door already, the data of a page and the API by cookie, is asked only for
 * one's own and another's things, and some variants are sampled.
 * @param turn counts doors and people
 */
function variantsFor(run: TrustRun, door: Door, turn: number): readonly Variant[] {
  const all = variantsOf(door.rule);
  if (run.size === 'full') return all;
  const isSecond = door.name.endsWith(' as data') || door.name.endsWith(' by cookie');
  if (isSecond) return all.filter((variant) => variant === 'own' || variant === 'foreign');
  return turn % 3 === 0 ? all : all.filter((variant) => !SAMPLED.has(variant));
}

const cellsOf = (run: TrustRun, stage: Stage, door: Door, place: number): Cell[] =>
  stage.people.all
    .filter((person) => door.isFor(person))
    .flatMap((person, n) =>
      variantsFor(run, door, place + n).map((variant) => ({ door, person, variant, names: namesFor(stage, door.rule, variant) })),
    );

async function judge(stage: Stage, cell: Cell): Promise<Judged> {
  const { door, person, variant, names } = cell;
  const answer = await stage.client.send(door.request(person, names));
  const expected = expectedOutcome(door.rule, person, variant, settingOf(stage), door.via);
  const outcome = outcomeOfAnswer(answer, door.kind);
  // Being sent to sign in is what these actions do for everybody.
  return { ...cell, answer, outcome: door.rule.needs === 'anybody' && outcome === 'sign_in' ? 'passed' : outcome, expected };
}

/**
 * Some doors at a time: tokens that work no more are counted for the network that they come from, and at every door they are tried
 * again, so that the product's own limit would answer in place of the rule.
 */
async function judgeAll(run: TrustRun, stage: Stage, doors: readonly Door[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (let n = 0; n < doors.length; n += DOORS_AT_ONCE) {
    await forgetTries(stage);
    const cells = doors.slice(n, n + DOORS_AT_ONCE).flatMap((door, place) => cellsOf(run, stage, door, n + place));
    judged.push(...(await inParallel(cells, WIDTH, (cell) => judge(stage, cell))));
  }
  return judged;
}

const describe = ({ door, person, variant, outcome, expected, answer }: Judged): string =>
  `${door.name}, ${person.name}, ${variant}: ${outcome} (${answer.status}), expected ${expected}`;

/** Words that stand on every page of a program and on none that refuses. */
const CONTENT = /Baltimore|Public Safety Partnership|Practice\. Not the record/;

/** More than was allowed, or content in a refusal, or a thing that shows itself to those who may not know of it. */
function isLeak(stage: Stage, { door, person, outcome, expected, answer }: Judged): boolean {
  if (expected === 'passed') return false;
  // The answer to an action shows its page again, to those who may read it.
  const mayShow = door.kind === 'action' && rolesIn(person.grants, stage.own.programId).length > 0;
  return (!mayShow && CONTENT.test(answer.text)) || (outcome !== expected && outcome !== 'sign_in');
}

/** Whether this cell may not even know that the thing exists; whoever is let through and names nothing learns only that. */
const isHidden = (stage: Stage, { door, person, variant }: Judged): boolean =>
  expectedOutcome({ ...door.rule, namesNothing: false }, person, variant, settingOf(stage), door.via) === 'missing';

/** Foreign and missing things have to look the same, to the last byte that is not an echo. */
function comparePairs(stage: Stage, judged: readonly Judged[], tally: Tally): number {
  const pairs = [
    ['foreign', 'missing'],
    ['mixed', 'absent'],
  ] as const;
  let compared = 0;
  const byCell = new Map(judged.map((cell) => [`${cell.door.name}\n${cell.person.name}\n${cell.person.barred}\n${cell.variant}`, cell]));
  for (const cell of judged) {
    for (const [foreign, missing] of pairs) {
      if (cell.variant !== foreign || !isHidden(stage, cell)) continue;
      const twin = byCell.get(`${cell.door.name}\n${cell.person.name}\n${cell.person.barred}\n${missing}`);
      if (!twin || !isHidden(stage, twin)) continue;
      compared += 1;
      const same = comparable(cell.answer, cell.names) === comparable(twin.answer, twin.names);
      tally.check(same, () => `${cell.door.name}, ${cell.person.name}: ${foreign} and ${missing} look different`);
    }
  }
  return compared;
}

async function accessMatrix(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const doors = [...pageDoors(tally), ...actionDoors(stage, tally), ...(await apiDoors(stage, tally))];
  await checkStaleEntries(stage, tally);
  const judged = await judgeAll(run, stage, doors);
  for (const cell of judged) tally.check(cell.outcome === cell.expected, () => describe(cell));
  const leaks = judged.filter((cell) => isLeak(stage, cell));
  for (const cell of leaks) tally.check(false, () => `leak: ${describe(cell)}`);
  const compared = comparePairs(stage, judged, tally);
  const figures = {
    'pages, routes and their data': doors.filter((door) => door.kind === 'page' || door.kind === 'handler').length,
    actions: doors.filter((door) => door.kind === 'action').length,
    'API doors': doors.filter((door) => door.kind === 'api').length,
    people: stage.people.all.length,
    cells: judged.length,
    'pairs compared': compared,
    leaks: leaks.length,
  };
  await refuseOtherMethods(stage, tally);
  return tally.figures(figures, await brokenRules(stage, judged));
}

/** Methods that the document does not name are answered like an address that is not there, whoever asks. */
async function refuseOtherMethods(stage: Stage, tally: Tally): Promise<void> {
  const { operations } = await readApiDocument(stage.client);
  const person = stage.people.approver;
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const declared = operations.filter((operation) => operation.path === path).map(({ method }) => method);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      if (declared.includes(method)) continue;
      const answer = await stage.client.send(apiRequest(person, { method, path }, namesFor(stage, { needs: 'account' }, 'own'), 'token'));
      tally.check(answer.status === 404 && !CONTENT.test(answer.text), `${method} ${path} answers ${answer.status}`);
    }
  }
}

/** Who is asked about in the broken product: somebody who may read only, and somebody of another program. */
const asStrangers = ({ person }: Judged, { people }: Stage): boolean => person === people.viewer || person === people.elsewhere;

/** The API with an authentication that takes every token for that of somebody with every role everywhere. */
async function countBypasses(stage: Stage, judged: readonly Judged[]): Promise<number> {
  const grants = ROLES.map((role) => ({ role, programId: null, organizationId: null }));
  const actor = { ...actorOf(stage.people.everywhere), grants };
  const app = createApi({ db: stage.db, secret: stage.web.secret, tokenActor: async () => actor, log: () => undefined });
  const cells = judged.filter(
    (cell) => cell.door.kind === 'api' && cell.door.via === 'token' && cell.variant !== 'own' && asStrangers(cell, stage),
  );
  let bypasses = 0;
  for (const { door, person, names, expected } of cells) {
    const { method = 'GET', path, headers = {}, body } = door.request(person, names);
    const response = await app.request(path, { method, headers, ...(typeof body === 'string' ? { body } : {}) });
    await response.body?.cancel();
    if (expected === 'missing' && response.status !== 404) bypasses += 1;
  }
  return bypasses;
}

/** The same answers, judged by a table in which only administrators may do anything; and a product without the check. */
async function brokenRules(stage: Stage, judged: readonly Judged[]) {
  const wrong = judged.filter(({ door, person, variant, outcome }) => {
    const rule = typeof door.rule.needs === 'string' ? door.rule : { ...door.rule, needs: ['manage_accounts'] as const };
    return expectedOutcome(rule, person, variant, settingOf(stage), door.via) !== outcome;
  }).length;
  const bypasses = await countBypasses(stage, judged);
  return {
    what: 'a table that allows everything to administrators only, and an API that takes everybody for somebody with all roles',
    failedAsItMust: wrong > 0 && bypasses > 0,
    figures: { 'cells that object': wrong, leaks: bypasses },
  };
}

export const matrixTests: readonly TrustTest[] = [
  {
    id: 'C1',
    title: 'Everybody at every page, action and API path, for own, foreign, missing and malformed things',
    must: 'What the access table says, whose entries are checked against the build; foreign and missing look the same',
    run: accessMatrix,
  },
];
