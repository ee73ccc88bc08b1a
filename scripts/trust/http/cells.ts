/** One request of the access matrix: built from the address and the variant, sent, and judged by what came back. */
import { randomUUID } from 'node:crypto';
import type { Outcome, Variant } from '../access-outcome.ts';
import type { AccessRule, ActionRule, Thing } from '../access-rule.ts';
import type { ApiOperation, BuiltAction } from './build-lists.ts';
import type { Answer, Sent } from './client.ts';
import type { Person } from './people.ts';
import type { Objects, Stage } from './stage.ts';

const MISSING_ID = '01900000-0000-7000-8000-00000000dead';
const MALFORMED_ID = 'not-an-id';

/** What stands in the address or the form for one variant. */
export interface Names {
  program: string;
  thing: string;
  /** The organization that a letter went to: everybody of a stage writes to the same one. */
  recipient?: string;
}

const thingOf = (objects: Objects, thing: Thing): string => (thing === 'program' ? objects.slug : objects[thing]);

/** A slug of the same length that does not exist, so that answers that repeat it have the same size. */
const missingSlug = (slug: string): string => `${slug.slice(0, -1)}z`;

/** An id that exists, but not as this thing of one's own program. */
const strangeId = (stage: Stage, thing: Thing): string => (thing === 'operator' ? stage.other.organizationId : thingOf(stage.other, thing));

export function namesFor(stage: Stage, rule: AccessRule, variant: Variant): Names {
  const { own, other } = stage;
  const thing = rule.names ?? 'program';
  const isProgram = thing === 'program';
  const unknown = missingSlug(other.slug);
  const sets: Record<Variant, Names> = {
    own: { program: own.slug, thing: thingOf(own, thing) },
    foreign: { program: other.slug, thing: thingOf(other, thing) },
    missing: { program: rule.below ? unknown : own.slug, thing: isProgram ? unknown : MISSING_ID },
    malformed: { program: rule.below ? '..%2f..' : own.slug, thing: isProgram ? 'no%20slug%00' : MALFORMED_ID },
    mixed: { program: own.slug, thing: strangeId(stage, thing) },
    absent: { program: own.slug, thing: MISSING_ID },
  };
  const named = isProgram ? { program: sets[variant].thing, thing: sets[variant].thing } : sets[variant];
  return { ...named, recipient: own.organizationId };
}

/** Parameters that name nothing of a program. */
const fixed: Record<string, string> = { format: 'json', provider: 'oidc', sequence: '1', secret: 'x'.repeat(43) };

const fill = (pattern: string, names: Names): string =>
  pattern
    .replace(/[[{](?:\.\.\.)?program[\]}]/, names.program)
    .replace(/[[{](\w+)[\]}]/g, (_, name: string) => (name === 'recipient' ? names.recipient : fixed[name]) ?? names.thing);

/** Addresses that need more than their path. */
const queries: Record<string, (names: Names) => string> = {
  '/live': (names) => `?program=${names.program}`,
  '/programs/[program]/reports/download': () => '?format=csv',
};

export const pagePath = (route: string, names: Names): string => `${fill(route, names)}${queries[route]?.(names) ?? ''}`;

/** How the router of the browser asks for a page's data; without the parameter Next answers with a redirect to it. */
const asData = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}_rsc`;

/** A browser's request for a page, or for the data of one. */
export const pageRequest = (person: Person, path: string, rsc: boolean): Sent => ({
  path: rsc ? asData(path) : path,
  headers: { ...(person.cookie ? { Cookie: person.cookie } : {}), ...(rsc ? { RSC: '1' } : {}) },
});

export const apiPath = (operation: Pick<ApiOperation, 'path'>, names: Names): string => fill(operation.path, names);

/** No write is ever well formed here: the rule for access has to answer before the body is looked at. */
export function apiRequest(person: Person, operation: Pick<ApiOperation, 'method' | 'path'>, names: Names, via: 'token' | 'cookie'): Sent {
  const who: Record<string, string> = {};
  if (via === 'token' && person.token) who.Authorization = `Bearer ${person.token}`;
  if (via === 'cookie' && person.cookie) Object.assign(who, { Cookie: person.cookie, 'Sec-Fetch-Site': 'same-origin' });
  const write = operation.method === 'GET' || operation.method === 'HEAD' ? {} : { body: '{"unknownField":1}' };
  const type = 'body' in write ? { 'Content-Type': 'application/json' } : {};
  return { method: operation.method, path: apiPath(operation, names), headers: { ...who, ...type }, ...write };
}

/** The arguments of an action as React sends them: what is bound, the form's last state, the form. */
export function encodeAction(args: readonly unknown[], form: Record<string, string>): { type: string; body: string } {
  const boundary = `----trust${randomUUID().replaceAll('-', '')}`;
  const part = (name: string, value: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const fields = Object.entries(form).map(([name, value]) => part(`_1_${name}`, value));
  const body = `${fields.join('')}${part('0', JSON.stringify([...args, '$K1']))}--${boundary}--\r\n`;
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

export interface ActionCall {
  action: BuiltAction;
  rule: ActionRule;
  names: Names;
  /** Fields besides the one that names the thing. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
}

/** What the page of an action is about, by the part of its address that names it. */
function thingOn(route: string, own: Stage['own']): string {
  const named = [
    ['[member]', own.member],
    ['[request]', own.request],
    ['[response]', own.receipt],
    ['[evidence]', own.evidence],
  ] as const;
  return named.find(([part]) => route.includes(part))?.[1] ?? own.assessment;
}

export function actionRequest(stage: Stage, person: Person, call: ActionCall): Sent {
  const { action, rule, names } = call;
  const form = { ...rule.form, ...call.form };
  const named = rule.field ? { [rule.field]: names.thing } : {};
  const words = { program: names.program, thing: names.thing, rules: 'rules', secret: fixed.secret };
  const bound = (rule.binds ?? []).map((name) => words[name]);
  const state = action.takes - bound.length > 1 ? [null] : [];
  const { type, body } = encodeAction([...bound, ...state], { ...form, ...named });
  const cookie = rule.endsSession ? null : person.cookie;
  const page = pagePath(action.route, {
    program: stage.own.slug,
    thing: thingOn(action.route, stage.own),
    recipient: stage.own.organizationId,
  });
  const headers = {
    ...(cookie ? { Cookie: cookie } : {}),
    'Content-Type': type,
    Accept: 'text/x-component',
    'Next-Action': action.id,
    Origin: stage.client.origin,
    'Sec-Fetch-Site': 'same-origin',
    ...call.headers,
  };
  return { method: 'POST', path: page, headers, body };
}

const TO_SIGN_IN = /(^|\/)sign-in\?returnTo=/;
/** A page as data always comes with status 200; what it would have been stands in the digest of its fault. */
const DIGEST = /"digest":"NEXT_(?:HTTP_ERROR_FALLBACK;(\d+)|REDIRECT;\w+;([^;]+);)/;
const CODE = /"code":"(\w+)"/;

/** What an answer amounts to, whether it came as a page, as data, from the API or from an action. */
export function outcomeOfAnswer(answer: Answer, kind: 'page' | 'action' | 'api' | 'handler'): Outcome | 'fault' {
  const { headers, text } = answer;
  const digest = kind === 'page' ? DIGEST.exec(text) : null;
  const status = digest?.[1] ? Number(digest[1]) : answer.status;
  if (status >= 500) return 'fault';
  if (status === 401) return 'sign_in';
  if (status === 404) return 'missing';
  if (status === 403) return 'forbidden';
  const goesTo = headers.location ?? headers['x-action-redirect'] ?? digest?.[2];
  if (kind !== 'api' && typeof goesTo === 'string' && TO_SIGN_IN.test(goesTo)) return 'sign_in';
  if (kind === 'action') return outcomeOfCode(CODE.exec(text)?.[1]);
  return 'passed';
}

function outcomeOfCode(code: string | undefined): Outcome {
  if (code === 'not_found') return 'missing';
  if (code === 'forbidden') return 'forbidden';
  return code === 'unauthenticated' ? 'sign_in' : 'passed';
}

const NONCE = /(nonce\\?["=:]+\\?"?)[A-Za-z0-9+/]{22}==/g;
/** Next names each rendering. */
const RENDERING = /"[\w-]{21}([vm])"/g;
const SECONDS = /"(idle|absolute)Seconds":[\d.]+/g;
const REQUEST_ID = /"(requestId|attempt|idempotencyKey)":"[0-9a-f-]{36}"/g;

/** An answer without what it repeats of the request and what differs every time. */
export function comparable(answer: Answer, names: Names): string {
  let text = answer.text.replace(NONCE, '$1').replace(RENDERING, '"$1"').replace(SECONDS, '').replace(REQUEST_ID, '"$1":""');
  for (const name of [names.program, names.thing]) text = text.replaceAll(name, 'NAME').replaceAll(encodeURIComponent(name), 'NAME');
  return `${answer.status} ${answer.headers['content-type'] ?? ''} ${text}`;
}
