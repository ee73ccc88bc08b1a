/** F3: the database broken underneath, and every address asked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { actionRules, pageRules } from './access-table.ts';
import { createTally } from './check.ts';
import { listActions, listAddresses, readApiDocument } from './http/build-lists.ts';
import { actionRequest, apiPath, apiRequest, namesFor, pagePath, pageRequest } from './http/cells.ts';
import { type Answer, inParallel, type Sent } from './http/client.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

/** Words that only the inside of the product knows. */
const INSIDE: readonly RegExp[] = [
  /\bat (?:async )?[\w.<>]+ \((?:file|node|\/|webpack)/,
  /node_modules|\.next\/|\/work\/|file:\/\/\/|\.ts:\d+/,
  /permission denied|does not exist|relation |syntax error|deadlock|terminating connection|violates/i,
  /\bSELECT\b.+\bFROM\b|\bINSERT INTO\b|\bUPDATE\b.+\bSET\b/,
  /PrismaClient|DatabaseError|ECONNREFUSED|pg_catalog|assessment_period|proviso_app/,
  /postgres(?:ql)?:\/\//,
];

const leaksOf = (text: string): string[] => INSIDE.filter((pattern) => pattern.test(text)).map((pattern) => String(pattern));

/** By which the log has what happened. */
const REFERENCE = /"digest\\?":\\?"[^"\\]+|"requestId":"[0-9a-f-]{36}"|data-dgst="[^"]+"|E\{"digest":"[^"]+"/;

interface Break {
  name: string;
  broken: string;
  mended: string;
}

const breaks: readonly Break[] = [
  {
    name: 'the periods and the history cannot be read',
    broken: 'REVOKE SELECT ON assessment_period, event, assessment FROM proviso_app',
    mended: 'GRANT SELECT ON assessment_period, event, assessment TO proviso_app',
  },
  {
    name: 'programs cannot be read',
    broken: 'REVOKE SELECT ON program FROM proviso_app',
    mended: 'GRANT SELECT ON program TO proviso_app',
  },
  {
    name: 'the table of people is gone',
    broken: 'ALTER TABLE principal RENAME TO principal_away',
    mended: 'ALTER TABLE principal_away RENAME TO principal',
  },
];

async function everyRequest(stage: Stage): Promise<Sent[]> {
  const person = stage.people.approver;
  const pages = listAddresses().flatMap(({ route }) => {
    const rule = pageRules[route];
    if (!rule || route === '/live') return [];
    const path = pagePath(route, namesFor(stage, rule, 'own'));
    return [pageRequest(person, path, false), pageRequest(person, path, true)];
  });
  const { operations } = await readApiDocument(stage.client);
  const api = operations.map((operation) => {
    const thing = operation.path.includes('/proposals/{') ? stage.own.proposal : stage.own.assessment;
    const names = { program: stage.own.slug, thing };
    return { ...apiRequest(person, operation, names, 'token'), path: apiPath(operation, names) };
  });
  const actions = listActions().flatMap((action) => {
    const rule = actionRules[action.name];
    if (!rule || rule.endsSession) return [];
    return [actionRequest(stage, person, { action, rule, names: namesFor(stage, rule, 'own') })];
  });
  return [...pages, ...api, ...actions];
}

async function askAll(stage: Stage, requests: readonly Sent[]): Promise<Answer[]> {
  const nothing = (error: Error): Answer => ({ status: 0, headers: {}, text: error.message, ms: 0 });
  return inParallel(requests, 6, (sent) => stage.client.send(sent).catch(nothing));
}

async function faultsInEveryRoute(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const requests = await everyRequest(stage);
  let faults = 0;
  let leaks = 0;
  const chosen = breaks.slice(0, run.scale(2, breaks.length));
  for (const { name, broken, mended } of chosen) {
    await stage.owner.query(broken);
    try {
      const answers = await askAll(stage, requests);
      for (const [index, answer] of answers.entries()) {
        const found = leaksOf(answer.text);
        leaks += found.length;
        tally.check(
          answer.status > 0,
          () => `${name}: ${requests[index]?.method ?? 'GET'} ${requests[index]?.path} ends without an answer: ${answer.text}`,
        );
        const path = requests[index]?.path ?? '';
        tally.check(found.length === 0, () => `${name}: ${path} (${answer.status}) says ${found.join(' ')}`);
        if (answer.status < 500) continue;
        faults += 1;
        tally.check(
          REFERENCE.test(answer.text),
          () => `${name}: ${path} (${answer.status}) gives no reference: ${answer.text.slice(0, 200)}`,
        );
      }
    } finally {
      await stage.owner.query(mended);
    }
  }
  tally.check(faults > 0, 'nothing failed: the faults were not faults');
  const recovered = await recover(stage);
  tally.check(recovered, 'it did not recover by itself');
  const shown = await showEverything(stage);
  return tally.figures(
    { breaks: chosen.length, requests: requests.length * chosen.length, 'answers with a fault': faults, leaks },
    { what: 'an answer that holds the fault itself', failedAsItMust: shown > 0, figures: { leaks: shown } },
  );
}

async function recover(stage: Stage): Promise<boolean> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answer = await stage.client.send({
      path: `/programs/${stage.own.slug}`,
      headers: { Cookie: stage.people.approver.cookie ?? '' },
    });
    if (answer.status === 200) return true;
    await sleep(100);
  }
  return false;
}

/** What a handler would say that puts an error's own words and stack into its answer. */
async function showEverything({ owner }: Stage): Promise<number> {
  try {
    await owner.query('SELECT secret FROM no_such_table');
    return 0;
  } catch (error) {
    return leaksOf((error as Error).stack ?? '').length;
  }
}

export const faultTests: readonly TrustTest[] = [
  {
    id: 'F3',
    title: 'The database broken underneath, and every page, its data, action and API path asked',
    must: 'No stack, statement, path or value in the answer; a reference is there; it recovers by itself',
    run: faultsInEveryRoute,
  },
];
