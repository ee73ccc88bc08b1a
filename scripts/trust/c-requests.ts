/** C6: ways around the checks through the framework. C7: actions called directly. C12: what a shared cache may keep. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/paths.ts';
import { actionRules, pageRules } from './access-table.ts';
import { createTally, type Tally } from './check.ts';
import { listActions, listAddresses, readApiDocument } from './http/build-lists.ts';
import { actionRequest, apiPath, namesFor, pagePath } from './http/cells.ts';
import { inParallel, type Sent } from './http/client.ts';
import { countRows, writtenBetween } from './http/rows.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const WIDTH = 8;

/** Addresses of programs, as they are asked for by people who may. */
function programPaths({ own }: Stage): string[] {
  const names = { program: own.slug, thing: '' };
  return listAddresses().flatMap(({ route }) => {
    const rule = pageRules[route];
    if (!rule?.names) return [];
    return [pagePath(route, { ...names, thing: rule.names === 'program' ? own.slug : own[rule.names] })];
  });
}

/** What CVE-2025-29927 was asked with, for every place a middleware was ever kept in. */
const SUBREQUESTS = ['middleware', 'src/middleware', 'pages/_middleware', 'proxy', 'src/proxy'].map((name) =>
  Array.from({ length: 5 }, () => name).join(':'),
);

const encoded = (path: string): string => path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

/** Other ways to write the address, and other ways for the framework to be asked for the same page. */
function disguises(path: string, buildId: string): Sent[] {
  const bare = path.split('?')[0] ?? path;
  const paths = [
    `${bare}.rsc`,
    `${bare}.segments/_tree.segment.rsc`,
    `${bare}.segments/$d$program.segment.rsc`,
    `${bare}.prefetch.rsc`,
    `${bare}.json`,
    `/_next/data/${buildId}${bare}.json`,
    `/${bare}`,
    bare.replaceAll('/', '//'),
    encoded(bare),
    bare.replaceAll('/', '%2f'),
    bare.toUpperCase(),
    `${bare}.`,
    `${bare}/`,
    `${bare}/.`,
    `/x/..${bare}`,
    `/x/%2e%2e${bare}`,
    `/_next/static/..%2f..${bare}`,
    `/_next/image?url=${encodeURIComponent(bare)}&w=64&q=75`,
    `${bare};a=b`,
    `${bare}%00`,
    `${bare}%20`,
    `/./${bare}`,
    `${bare}?nxtPprogram=${bare}`,
  ];
  const headers: Record<string, string>[] = [
    ...SUBREQUESTS.map((value) => ({ 'X-Middleware-Subrequest': value })),
    { RSC: '1', 'Next-Router-Prefetch': '1' },
    { RSC: '1', 'Next-Router-Segment-Prefetch': '/_tree' },
    { RSC: '1', 'Next-Router-Segment-Prefetch': '/_full' },
    { 'X-Middleware-Next': '1' },
    { 'X-Invoke-Path': bare, 'X-Matched-Path': bare },
    { 'X-Original-URL': bare, 'X-Rewrite-URL': bare },
    { 'X-Nextjs-Data': '1' },
    { 'Next-Resume': '1' },
    { 'X-Now-Route-Matches': `1=${bare}` },
  ];
  return [...paths.map((other) => ({ path: other })), ...headers.map((header) => ({ path, headers: header }))];
}

async function throughTheFramework(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const buildId = readFileSync(join(ROOT, '.next', 'BUILD_ID'), 'utf8').trim();
  const paths = programPaths(stage).filter((_, index) => index % run.scale(3, 1) === 0);
  const strangers = [null, stage.people.elsewhere.cookie];
  const tries = paths.flatMap((path) => disguises(path, buildId).flatMap((sent) => strangers.map((cookie) => ({ sent, cookie }))));
  let bypasses = 0;
  await inParallel(tries, WIDTH, async ({ sent, cookie }) => {
    const headers = { ...sent.headers, ...(cookie ? { Cookie: cookie } : {}) };
    const answer = await stage.client.send({ ...sent, headers });
    const leaks =
      answer.text.includes(stage.own.marker) || answer.text.includes('Practice. Not the record.') || /Baltimore/.test(answer.text);
    if (leaks) bypasses += 1;
    tally.check(!leaks && answer.status < 500, `${sent.path} ${JSON.stringify(sent.headers ?? {})}: ${answer.status}`);
  });
  // The same words do stand on these pages for those who may read them.
  const open = await inParallel(paths, WIDTH, (path) =>
    stage.client.send({ path, headers: { Cookie: stage.people.severalRoles.cookie ?? '' } }),
  );
  const seen = open.filter((answer) => /Baltimore/.test(answer.text)).length;
  return tally.figures(
    { addresses: paths.length, 'ways around': disguises('/', buildId).length, bypasses },
    { what: 'the same addresses with a right to read them', failedAsItMust: seen > 0, figures: { 'pages with content': seen } },
  );
}

interface ActionAttack {
  name: string;
  headers: Record<string, string>;
  /** Leaves out what `actionRequest` would send. */
  without?: readonly string[];
  id?: string;
}

const evil = 'https://evil.invalid';
const ATTACKS: readonly ActionAttack[] = [
  { name: 'no Origin', headers: {}, without: ['Origin', 'Sec-Fetch-Site'] },
  { name: 'another Origin', headers: { Origin: evil, 'Sec-Fetch-Site': 'cross-site' } },
  { name: 'another Origin, no Sec-Fetch-Site', headers: { Origin: evil }, without: ['Sec-Fetch-Site'] },
  { name: 'Origin null', headers: { Origin: 'null' }, without: ['Sec-Fetch-Site'] },
  {
    name: 'X-Forwarded-Host of another Origin',
    headers: { Origin: evil, 'X-Forwarded-Host': 'evil.invalid' },
    without: ['Sec-Fetch-Site'],
  },
  { name: 'X-Forwarded-Host, no Origin', headers: { 'X-Forwarded-Host': 'evil.invalid' }, without: ['Origin', 'Sec-Fetch-Site'] },
  { name: 'another subdomain', headers: { 'Sec-Fetch-Site': 'same-site' } },
  { name: 'an action that does not exist', headers: {}, id: `40${'0'.repeat(40)}` },
];

/** A note is what an action writes with the least. */
async function callNote(stage: Stage, attack: ActionAttack | null, text: string) {
  const action = listActions().find((known) => known.name === 'noteAction');
  const rule = actionRules.noteAction;
  if (!action || !rule) throw new Error('There is no action that adds a note.');
  const names = namesFor(stage, rule, 'own');
  const call = { action: { ...action, id: attack?.id ?? action.id }, rule, names, form: { body: text }, headers: attack?.headers ?? {} };
  const sent = actionRequest(stage, stage.people.analyst, call);
  for (const name of attack?.without ?? []) if (sent.headers && !(name in (attack?.headers ?? {}))) delete sent.headers[name];
  return stage.client.send(sent);
}

/** The same without JavaScript: a plain form, whose hidden fields name the action and what is bound to it. */
async function sendForeignForm(stage: Stage, tally: Tally): Promise<void> {
  const action = listActions().find((known) => known.name === 'practiceCopyAction');
  const boundary = 'trust';
  const part = (name: string, value: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${part(`$ACTION_ID_${action?.id}`, '')}${part('program', 'psp-2017')}--${boundary}--\r\n`;
  for (const headers of [{}, { Origin: evil }, { Origin: evil, 'X-Forwarded-Host': 'evil.invalid' }]) {
    const type = `multipart/form-data; boundary=${boundary}`;
    const all = { Cookie: stage.people.analyst.cookie ?? '', 'Content-Type': type, ...headers };
    const answer = await stage.client.send({ method: 'POST', path: `/programs/${stage.own.slug}`, headers: all, body });
    tally.check(answer.status === 403, `a plain form with ${JSON.stringify(headers)}: ${answer.status}`);
  }
}

async function directActions(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const before = await countRows(stage.owner);
  for (const attack of ATTACKS) {
    const answer = await callNote(stage, attack, `Attack: ${attack.name}`);
    tally.check(answer.status >= 400 && answer.status < 500, `${attack.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  await sendForeignForm(stage, tally);
  const letter = listActions().find((known) => known.name === 'recordLetterAction');
  const rule = actionRules.recordLetterAction;
  for (const program of [stage.other.slug, '../x', '', '{"not":""}']) {
    if (!letter || !rule) break;
    const form = { applicationId: stage.other.application, url: 'https://example.gov/x', [`answers.${stage.own.condition}.answer`]: 'yes' };
    const answer = await stage.client.send(
      actionRequest(stage, stage.people.analyst, { action: letter, rule, names: { program, thing: '' }, form }),
    );
    tally.check(
      /"code":"(not_found|invalid_request)"/.test(answer.text),
      `bound to ${program}: ${answer.status} ${answer.text.slice(0, 200)}`,
    );
  }
  const written = writtenBetween(before, await countRows(stage.owner));
  tally.check(written.length === 0, `written: ${written.join(', ')}`);
  const own = await callNote(stage, null, 'The page itself sends this.');
  const taken = writtenBetween(before, await countRows(stage.owner)).length;
  return tally.figures(
    { attacks: ATTACKS.length + 7, written: written.length },
    {
      what: 'the same call as the page itself sends it',
      failedAsItMust: own.status < 400 && taken > 0,
      figures: { 'tables written': taken },
    },
  );
}

async function sharedCache(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const person = stage.people.severalRoles;
  const { operations } = await readApiDocument(stage.client);
  const reads = operations.filter((operation) => operation.method === 'GET');
  const api = reads.map((operation) =>
    apiPath(
      operation,
      namesFor(stage, { needs: 'account', names: operation.path.includes('/assessments/{') ? 'assessment' : 'program' }, 'own'),
    ),
  );
  const pages = [...programPaths(stage), '/', '/programs', '/sign-in', '/session', '/healthz', '/readyz'];
  const asks: Sent[] = [...pages, ...api].flatMap((path) => [
    { path },
    { path: `${path}${path.includes('?') ? '&' : '?'}_rsc`, headers: { RSC: '1' } },
    { path, headers: { 'X-Forwarded-For': '192.0.2.1' } },
  ]);
  await inParallel(asks, WIDTH, async (sent) => {
    for (const cookie of [person.cookie ?? '', '']) {
      const answer = await stage.client.send({ ...sent, headers: { ...sent.headers, ...(cookie ? { Cookie: cookie } : {}) } });
      const kept = answer.headers['cache-control'] ?? '';
      tally.check(/no-store/.test(kept), `${sent.path} ${answer.status}: Cache-Control "${kept}"`);
    }
  });
  const asset = await firstAsset(stage);
  const control = {
    what: 'a file of the build, which everybody may keep',
    failedAsItMust: !/no-store/.test(asset),
    figures: { 'Cache-Control': asset },
  };
  return tally.figures({ addresses: pages.length + api.length }, control);
}

async function firstAsset(stage: Stage): Promise<string> {
  const page = await stage.client.send({ path: '/sign-in' });
  const path = /\/_next\/static\/[\w./-]+\.js/.exec(page.text)?.[0] ?? '';
  return String((await stage.client.send({ path })).headers['cache-control'] ?? '');
}

export const requestTests: readonly TrustTest[] = [
  {
    id: 'C6',
    title: 'Headers of CVE-2025-29927, data and prefetch addresses, encoded, doubled and dotted paths',
    must: 'The check still refuses: no content of a program, no fault',
    run: throughTheFramework,
  },
  {
    id: 'C7',
    title: 'Actions called directly: no Origin, another Origin, forwarded host, unknown id, bound to another program',
    must: 'Refused, nothing written',
    run: directActions,
  },
  { id: 'C12', title: 'What a shared cache may keep of pages, their data and the API', must: 'no-store on everything', run: sharedCache },
];
