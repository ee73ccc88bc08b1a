/** A15: the last moment of a due date and the first of the next day, in six zones, on servers in three zones. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../lib/paths.ts';
import { createTally, type Tally } from './check.ts';
import type { EdgeLine } from './edges.ts';
import type { TrustRun, TrustTest } from './types.ts';

const start = promisify(execFile);
const SERVER_ZONES = ['UTC', 'America/Los_Angeles', 'Pacific/Auckland'];
/**
 * August 18, 2017 ends in New York, the zone of the PSP program, at 04:00Z, and in the zone of its last applicants at 07:00Z.
 * The letters name no zone, so nothing is said to have passed before the day has ended everywhere it might count.
 */
const EDGES = [
  { at: '2017-08-19T03:59:59.999999Z', passed: 'none' },
  { at: '2017-08-19T06:59:59.999999Z', passed: 'some not' },
  { at: '2017-08-19T07:00:00.000000Z', passed: 'all' },
] as const;
const PASSED = /passed|overdue/i;

interface Said {
  hour: number;
  lines: EdgeLine[];
  rows: { at: string; rows: [string, string, string | null, string | null, string[]][] }[];
}

async function askUnder(zone: string, url: string): Promise<Said> {
  const env = { ...process.env, TZ: zone, PGTZ: zone, DATABASE_URL: url, EDGES: EDGES.map((edge) => edge.at).join(','), NODE_OPTIONS: '' };
  const args = ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts', 'trust', 'edges.ts')];
  const { stdout } = await start(process.execPath, args, { cwd: ROOT, env, maxBuffer: 16 * 1024 * 1024 });
  return JSON.parse(stdout);
}

/** The way it is often done: midnight of the server's own day. */
function naiveMismatches(zone: string, lines: readonly EdgeLine[]): number {
  const offset = new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'short' });
  return lines.filter(({ at, after }) => {
    const dueOn = after ? new Date(Date.parse(at.slice(0, 10)) - 86_400_000).toISOString().slice(0, 10) : at.slice(0, 10);
    const [month, day, year] = offset.format(new Date(at)).split('/').map(Number);
    const local = `20${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    return local > dueOn !== after;
  }).length;
}

function checkRows(tally: Tally, at: string, rows: Said['rows'][number]['rows']): void {
  const open = rows.filter(([, status, dueAt]) => dueAt !== null && status === 'requested');
  const passed = open.filter(([, , , , flags]) => flags.includes('no_answer_found')).length;
  const expected = EDGES.find((edge) => edge.at === at)?.passed;
  const good = { none: passed === 0, 'some not': passed < open.length, all: passed === open.length && passed > 0 };
  tally.check(expected !== undefined && good[expected], `${passed} of ${open.length} open rows flagged at ${at}`);
}

async function deadlineEdges(run: TrustRun) {
  const database = await run.database();
  const answers = await Promise.all(SERVER_ZONES.map((zone) => askUnder(zone, database.appUrl)));
  const tally = createTally();
  tally.check(new Set(answers.map((answer) => answer.hour)).size === SERVER_ZONES.length, 'the processes ran in one zone');
  const [first] = answers;
  for (const answer of answers) {
    for (const [n, line] of answer.lines.entries()) {
      const passed = line.flags.some((flag) => PASSED.test(flag));
      tally.check(passed === line.after, `${line.at} in ${line.zone}: flags ${line.flags.join(', ') || 'none'}`);
      tally.check(JSON.stringify(line) === JSON.stringify(first?.lines[n]), `${line.at} in ${line.zone} differs between servers`);
    }
    tally.check(JSON.stringify(answer.rows) === JSON.stringify(first?.rows), 'the record differs between servers');
    for (const { at, rows } of answer.rows) checkRows(tally, at, rows);
  }
  const naive = SERVER_ZONES.reduce((sum, zone) => sum + naiveMismatches(zone, first?.lines ?? []), 0);
  await database.drop();
  const edges = first?.lines.length ?? 0;
  return tally.figures(
    { 'zones of deadlines': 6, 'zones of servers': SERVER_ZONES.length, edges: edges * SERVER_ZONES.length, mismatches: tally.failed() },
    { what: "the due date compared with the server's own day", failedAsItMust: naive > 0, figures: { mismatches: naive } },
  );
}

export const edgeTests: readonly TrustTest[] = [
  {
    id: 'A15',
    title: 'Deadlines at 23:59:59.999999 and 00:00:00 in six US zones, daylight saving and leap day included, on servers in three zones',
    must: 'Status, label and flag are the same on every server, and change exactly at midnight of the deadline’s zone',
    run: deadlineEdges,
  },
];
