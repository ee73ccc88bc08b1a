/** B15: nobody forges an entry of the log, or hides one. */
import { formatEntry } from '#lib/api/log.ts';
import { oneLine } from '#lib/domain/log-line.ts';
import { createToken } from '#lib/operations/create-token.ts';
import { createTally, type Tally } from './check.ts';
import type { TrustRun, TrustTest, TrustWeb } from './types.ts';

const FORGED = '{"level":"error","message":"FORGED","at":"2026-01-01T00:00:00.000Z"}';

/** Line ends of every kind, terminal codes, JSON, direction marks, marks without width, tags, zeros. */
const HOSTILE: readonly string[] = [
  `\n${FORGED}`,
  `\r\n${FORGED}`,
  `\r${FORGED}`,
  `\u0085${FORGED}`,
  `\u2028${FORGED}`,
  `\u2029${FORGED}`,
  `\u000b${FORGED}`,
  '\u001b[2J\u001b[1;1HFORGED',
  '\u009b31mFORGED',
  '\u001b]0;FORGED\u0007',
  '\u202eDEGROF\u202c',
  '\u2066FORGED\u2069',
  '\u200fFORGED',
  'FOR\u200bGED',
  '\ufeffFORGED',
  '\u0000FORGED',
  '\u007f\b\b\bFORGED',
  '"}\n{"FORGED":"',
  '\\n{"FORGED":1}',
  '\u{e0046}FORGED',
];

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** The line that the product would write, with the text in every field that a request can reach. */
function checkEntry(hostile: string, tally: Tally): void {
  const error = Object.assign(new Error(hostile), { code: hostile, cause: new Error(hostile) });
  const line = formatEntry(
    { level: 'error', message: 'request failed', requestId: hostile, method: hostile, path: hostile, error },
    new Date(),
  );
  tally.check(!UNSEEN.test(line), `${JSON.stringify(hostile)} is not escaped in an entry`);
  tally.check(JSON.parse(line).path === hostile, `${JSON.stringify(hostile)} is not the same after reading the entry`);
  tally.check(!UNSEEN.test(oneLine(`sealing the ledger: ${hostile}`)), `${JSON.stringify(hostile)} is not escaped in a message`);
}

/** Through the running server, whose every request fails, so that it logs each. */
async function sendHostile(web: TrustWeb, token: string, hostile: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  const text = encodeURIComponent(hostile);
  const paths = [
    `/api/v1/programs/${text}`,
    `/api/v1/assessments/${text}`,
    `/programs/${text}`,
    `/programs/psp-2017?q=${text}`,
    `/${text}`,
  ];
  for (const path of paths) await (await fetch(`${web.baseUrl}${path}`, { headers, redirect: 'manual' })).text();
  const body = JSON.stringify({ to: hostile, reason: hostile });
  const sent = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json', 'X-Note': text }, body };
  await (await fetch(`${web.baseUrl}/api/v1/programs/psp-2017/letters`, sent)).text();
}

async function forgedEntries(run: TrustRun) {
  const tally = createTally();
  for (const hostile of HOSTILE) checkEntry(hostile, tally);
  const database = await run.database();
  const web = await run.startWeb({ database });
  const token = await createToken(database.db, { role: 'analyst' });
  const before = web.output().length;
  await database.owner.query('REVOKE SELECT ON program, session FROM proviso_app');
  for (const hostile of HOSTILE) await sendHostile(web, token, hostile);
  const said = web.output().slice(before);
  await web.stop();
  await database.drop();
  const lines = said.split('\n').filter(Boolean);
  const forged = lines.filter((line) => /^\s*(\{"level":"error","message":"FORGED"|FORGED|DEGROF)/.test(line));
  const hidden = lines.filter((line) => UNSEEN.test(line));
  tally.check(forged.length === 0, () => `a line of the server's log begins with what was sent: ${JSON.stringify(forged[0])}`);
  tally.check(hidden.length === 0, () => `a line of the server's log holds a mark that is not seen: ${JSON.stringify(hidden[0])}`);
  tally.check(
    lines.some((line) => line.startsWith('{"at"')),
    'the server logged none of its faults',
  );
  const plain = HOSTILE.filter((hostile) => UNSEEN.test(`${new Date().toISOString()} request failed: ${hostile}`)).length;
  return tally.figures(
    {
      'hostile texts': HOSTILE.length,
      'requests that failed': HOSTILE.length * 6,
      'lines of log': lines.length,
      'forged entries': forged.length,
    },
    { what: 'the same texts in a plain line of text', failedAsItMust: plain > 0, figures: { 'not escaped': plain } },
  );
}

export const logTests: readonly TrustTest[] = [
  {
    id: 'B15',
    title: 'Line ends, terminal codes, JSON and direction marks in everything that a request can bring into the log',
    must: 'Written out on the one line of their entry, which reads back as what was sent; no entry forged, none hidden',
    run: forgedEntries,
  },
];
