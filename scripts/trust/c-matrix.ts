/** C1: every page, action and path of the API, asked by everybody for one's own, another's, missing and malformed things. */
import {
  type AccessRule,
  actionRules,
  apiRules,
  expectedOutcome,
  type Outcome,
  pageRules,
  type Setting,
  type Variant,
  variantsOf,
} from './access-table.ts';
import { createTally, type Tally } from './check.ts';
import { listActions, listAddresses, readApiDocument } from './http/build-lists.ts';
import { actionRequest, apiRequest, comparable, type Names, namesFor, outcomeOfAnswer, pagePath, pageRequest } from './http/cells.ts';
import { type Answer, inParallel, type Sent } from './http/client.ts';
import type { Person } from './http/people.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const WIDTH = 8;

/** One thing that can be asked, in one way. */
interface Door {
  name: string;
  kind: 'page' | 'action' | 'api' | 'handler';
  rule: AccessRule;
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
      isFor: hasBrowser,
      request: (person, names) => pageRequest(person, pagePath(route, names), rsc),
    });
    return kind === 'route' ? [door(route, false)] : [door(route, false), door(`${route} as data`, true)];
  });
}

function actionDoors(stage: Stage, tally: Tally): Door[] {
  return listActions().flatMap((action): Door[] => {
    const rule = actionRules[action.name];
    tally.check(rule !== undefined, `the action ${action.name} has no entry in the access table`);
    if (!rule) return [];
    const request: Door['request'] = (person, names) => actionRequest(stage, person, { action, rule, names });
    return [{ name: action.name, kind: 'action', rule, isFor: hasBrowser, request }];
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

const cellsOf = (stage: Stage, doors: readonly Door[]): Cell[] =>
  doors.flatMap((door) =>
    stage.people.all
      .filter((person) => door.isFor(person))
      .flatMap((person) => variantsOf(door.rule).map((variant) => ({ door, person, variant, names: namesFor(stage, door.rule, variant) }))),
  );

async function judge(stage: Stage, cell: Cell): Promise<Judged> {
  const { door, person, variant, names } = cell;
  const answer = await stage.client.send(door.request(person, names));
  const expected = expectedOutcome(door.rule, person, variant, settingOf(stage));
  return { ...cell, answer, outcome: outcomeOfAnswer(answer, door.kind), expected };
}

const describe = ({ door, person, variant, outcome, expected, answer }: Judged): string =>
  `${door.name}, ${person.name}, ${variant}: ${outcome} (${answer.status}), expected ${expected}`;

/** More than was allowed, or a thing that shows itself to those who may not know of it. */
const isLeak = ({ outcome, expected }: Judged): boolean => expected !== 'passed' && outcome !== expected && outcome !== 'sign_in';

/** Foreign and missing things have to look the same, to the last byte that is not an echo. */
function comparePairs(judged: readonly Judged[], tally: Tally): number {
  const pairs = [
    ['foreign', 'missing'],
    ['mixed', 'absent'],
  ] as const;
  let compared = 0;
  const byCell = new Map(judged.map((cell) => [`${cell.door.name}\n${cell.person.name}\n${cell.person.barred}\n${cell.variant}`, cell]));
  for (const cell of judged) {
    for (const [foreign, missing] of pairs) {
      if (cell.variant !== foreign || cell.expected !== 'missing') continue;
      const twin = byCell.get(`${cell.door.name}\n${cell.person.name}\n${cell.person.barred}\n${missing}`);
      if (twin?.expected !== 'missing') continue;
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
  const judged = await inParallel(cellsOf(stage, doors), WIDTH, (cell) => judge(stage, cell));
  for (const cell of judged) tally.check(cell.outcome === cell.expected, () => describe(cell));
  const leaks = judged.filter(isLeak).length;
  const compared = comparePairs(judged, tally);
  const figures = {
    'pages, routes and their data': doors.filter((door) => door.kind === 'page' || door.kind === 'handler').length,
    actions: doors.filter((door) => door.kind === 'action').length,
    'API doors': doors.filter((door) => door.kind === 'api').length,
    people: stage.people.all.length,
    cells: judged.length,
    'pairs compared': compared,
    leaks,
  };
  return tally.figures(figures, brokenTable(stage, judged));
}

/** The same answers, judged by a table in which readers may not read: it has to object. */
function brokenTable(stage: Stage, judged: readonly Judged[]) {
  const wrong = judged.filter(({ door, person, variant, outcome }) => {
    const rule = {
      ...door.rule,
      needs: door.rule.needs === 'account' || door.rule.needs === 'anybody' ? door.rule.needs : (['manage_accounts'] as const),
    };
    return expectedOutcome(rule, person, variant, settingOf(stage)) !== outcome;
  }).length;
  return {
    what: 'a table that allows everything to administrators only',
    failedAsItMust: wrong > 0,
    figures: { 'cells that object': wrong },
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
