/** The address that a browser's forms upload to: who may send there, what it takes, and what its tickets are worth. */
import http from 'node:http';
import type { Tally } from './check.ts';
import type { Answer } from './http/client.ts';
import type { Person } from './http/people.ts';
import type { Stage } from './http/stage.ts';

export interface Sent {
  name: string;
  bytes: Buffer;
  /** Taken, since nothing is wrong with it but what it is called or says. */
  isTaken?: boolean;
}

export const BOUNDARY = 'trust-boundary-7d1f';

/** @param fields sent before the file */
export function multipart({ name, bytes }: Sent, fields: Record<string, string> = {}): Buffer {
  const said = Object.entries(fields).map(
    ([field, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name.replaceAll('"', '\\"')}"\r\nContent-Type: text/html\r\n\r\n`;
  return Buffer.concat([Buffer.from(said.join('') + head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

interface Sender {
  person: Person | null;
  slug: string;
  /** What the browser says of the page that sends. */
  from: Record<string, string>;
}

const headersOf = (stage: Stage, { person, from }: Sender): Record<string, string> => ({
  'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
  Accept: 'application/json',
  ...(person?.cookie ? { Cookie: person.cookie } : {}),
  ...(from.Origin === 'own' ? { Origin: stage.web.baseUrl } : from),
});

const OWN = { Origin: 'own' };
const GOOD: Sent = { name: 'note.txt', bytes: Buffer.from('A note that anybody may read.') };

const upload = (
  stage: Stage,
  sender: Sender,
  sent: Sent,
  more: { query?: string; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  stage.client.send({
    method: 'POST',
    path: `/upload/${sender.slug}${more.query ?? ''}`,
    headers: { ...headersOf(stage, sender), ...more.headers },
    body: multipart(sent),
  });

const ticketOf = (answer: Answer): string => (JSON.parse(answer.text) as { files: { ticket: string }[] }).files[0]?.ticket ?? '';

/** Says that much follows and sends none of it. @returns the status, 0 when none came before the body */
function announce(stage: Stage, sender: Sender): Promise<number> {
  const url = new URL(stage.web.baseUrl);
  const headers = { ...headersOf(stage, sender), 'Content-Length': String(5 * 1024 ** 3) };
  return new Promise((resolve) => {
    const options = { host: url.hostname, port: url.port, method: 'POST', path: `/upload/${sender.slug}`, headers, timeout: 10_000 };
    const request = http.request(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on('timeout', () => request.destroy(new Error('No answer before the body.')));
    request.on('error', () => resolve(0));
    request.write(`--${BOUNDARY}\r\n`);
  });
}

async function attackSenders(stage: Stage, tally: Tally): Promise<void> {
  const { slug } = stage.own;
  const { analyst, viewer, elsewhere } = stage.people;
  const attacks: [string, Sender, number][] = [
    ['no word of where it comes from', { person: analyst, slug, from: {} }, 403],
    ['from another site', { person: analyst, slug, from: { Origin: 'https://elsewhere.invalid' } }, 403],
    [
      'from another site, by its browser',
      { person: analyst, slug, from: { 'Sec-Fetch-Site': 'cross-site', Origin: stage.web.baseUrl } },
      403,
    ],
    ['from a sandbox', { person: analyst, slug, from: { Origin: 'null' } }, 403],
    ['by nobody', { person: null, slug, from: OWN }, 401],
    ['without the right', { person: viewer, slug, from: OWN }, 403],
    ['for a foreign program', { person: analyst, slug: stage.other.slug, from: OWN }, 404],
    ['for none that exists', { person: analyst, slug: 'no-such-program', from: OWN }, 404],
    ['by somebody of another program', { person: elsewhere, slug, from: OWN }, 404],
  ];
  for (const [what, sender, wanted] of attacks) {
    const { status } = await upload(stage, sender, GOOD);
    tally.check(status === wanted, `an upload ${what}: ${status}`);
    const early = await announce(stage, sender);
    tally.check(early === wanted, `an upload ${what}, before its body: ${early}`);
  }
}

/** Files as the product's own forms send them. @returns how many were taken */
async function sendHostile(stage: Stage, tally: Tally, files: readonly Sent[]): Promise<number> {
  const sender: Sender = { person: stage.people.analyst, slug: stage.own.slug, from: OWN };
  let taken = 0;
  for (const sent of files) {
    const answer = await upload(stage, sender, sent);
    tally.check((sent.isTaken ? [200] : [400, 413, 415, 422]).includes(answer.status), `${sent.name}, by a form: ${answer.status}`);
    if (answer.status !== 200) continue;
    taken += 1;
    const [file] = (JSON.parse(answer.text) as { files: { fileName: string; scan: string }[] }).files;
    tally.check(!/[\\/\u202e]|\.\./.test(file?.fileName ?? '/'), `${sent.name}, by a form: its name escapes`);
    tally.check(file?.scan === 'not_scanned', `${sent.name}, by a form: not said to be unscanned`);
  }
  return taken;
}

const spend = (stage: Stage, person: Person, ticket: string): Promise<Answer> =>
  stage.client.send({
    method: 'POST',
    path: `/api/v1/programs/${stage.own.slug}/evidence`,
    // With the session it was uploaded in: a token is somebody else, and would be refused for that alone.
    headers: {
      Cookie: person.cookie ?? '',
      Origin: stage.web.baseUrl,
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ assessmentIds: [stage.own.assessment], class: 'F', title: 'By a ticket', files: [ticket] }),
  });

/** A ticket is signed and bound to who uploaded. @returns the status of one that is altered by nobody and sent by its own person */
async function attackTickets(stage: Stage, tally: Tally): Promise<number> {
  const { analyst, contributor } = stage.people;
  const own = { slug: stage.own.slug, from: OWN };
  const ticket = ticketOf(await upload(stage, { ...own, person: analyst }, GOOD));
  const foreign = ticketOf(await upload(stage, { ...own, person: contributor }, GOOD));
  const [body = '', signature = ''] = ticket.split('.');
  const said = { ...(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as object), fileName: 'other.pdf' };
  const altered = `${Buffer.from(JSON.stringify(said)).toString('base64url')}.${signature}`;
  for (const [what, bad] of Object.entries({ 'of somebody else': foreign, altered, unsigned: body, 'of nothing': 'x' })) {
    const { status } = await spend(stage, analyst, bad);
    tally.check(status === 400, `a ticket ${what}: ${status}`);
  }
  return (await spend(stage, analyst, ticket)).status;
}

/** Where an upload without JavaScript is sent back to is a path of the product, with no words of the sender. */
async function attackReturns(stage: Stage, tally: Tally): Promise<void> {
  const sender: Sender = { person: stage.people.analyst, slug: stage.own.slug, from: OWN };
  const page = { Accept: 'text/html' };
  for (const wanted of ['https://elsewhere.invalid/', '//elsewhere.invalid/', '/\\elsewhere.invalid', 'javascript:alert(1)']) {
    const answer = await upload(stage, sender, GOOD, { query: `?returnTo=${encodeURIComponent(wanted)}`, headers: page });
    tally.check(answer.status === 303 && /^\/(\?|$)/.test(answer.headers.location ?? ''), `back to ${wanted}: ${answer.headers.location}`);
  }
  const named = { name: 'Call 555-0100 now.html', bytes: Buffer.from('<p>x') };
  const refused = await upload(stage, sender, named, { query: '?returnTo=/programs', headers: page });
  tally.check(/^\/programs\?problem=[a-z_]+$/.test(refused.headers.location ?? ''), `words in the address: ${refused.headers.location}`);
}

export interface UploadPageFigures {
  taken: number;
  /** Of the control: a good file of somebody with the right, and its ticket. */
  good: number;
  spent: number;
}

export async function attackUploadPage(stage: Stage, tally: Tally, files: readonly Sent[]): Promise<UploadPageFigures> {
  await attackSenders(stage, tally);
  await attackReturns(stage, tally);
  const taken = await sendHostile(stage, tally, files);
  const good = await upload(stage, { person: stage.people.analyst, slug: stage.own.slug, from: OWN }, GOOD);
  return { taken, good: good.status, spent: await attackTickets(stage, tally) };
}
