/**
 * Ninety days of reminders in a few seconds: two processes, a mail server, a clock that is moved, and processes that are killed.
 * What has to come is computed here day by day, without the product's rules of business days.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAHoliday } from '@18f/us-federal-holidays';
import type { Mail, MailServer } from './mail-server.fixture.ts';

const WORKER = fileURLToPath(new URL('./reminder-worker.fixture.ts', import.meta.url));
export const ORIGIN = 'https://proviso.example.gov';

/** One process of reminders. */
export interface Worker {
  /** Null when it died before it was done. */
  tick(now: string): Promise<string | null>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export function startWorker(databaseUrl: string, mailUrl: string): Worker {
  const child: ChildProcess = spawn(process.execPath, [WORKER, databaseUrl, mailUrl, ORIGIN], { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const lines = child.stdout ? createInterface({ input: child.stdout })[Symbol.asyncIterator]() : null;
  child.stdin?.on('error', () => undefined);
  return {
    async tick(now) {
      child.stdin?.write(`${now}\n`);
      const { value, done } = (await lines?.next()) ?? { value: undefined, done: true };
      return done ? null : value;
    },
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

function isWorkday(day: number): boolean {
  const date = new Date(day * DAY);
  return date.getUTCDay() !== 0 && date.getUTCDay() !== 6 && !isAHoliday(date, { utc: true });
}

/** The n-th working day from a day, counted one by one. */
function workday(day: number, n: number): number {
  let at = day;
  for (let left = Math.abs(n); left > 0; ) {
    at += Math.sign(n);
    if (isWorkday(at)) left -= 1;
  }
  return at;
}

/** A wait for an answer: on which assessment, due when, and on which days (both included) it lasts. */
export interface Wait {
  assessmentId: string;
  dueOn: string;
  from: string;
  to: string;
}

/** `day assessment` of every reminder that must come of these waits within the days of the test. */
export function expectedReminders(waits: readonly Wait[], first: string, last: string): string[] {
  return waits.flatMap(({ assessmentId, dueOn, from, to }) =>
    [-10, -5, -1, 1, 5, 10]
      .map((n) => dateOf(workday(dayOf(dueOn), n)))
      .filter((day) => day >= first && day <= last && day >= from && day <= to)
      .map((day) => `${day} ${assessmentId}`),
  );
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** The local day that a digest is for, from its subject. */
export function dayOfMail({ headers }: Mail): string {
  const [, month = '', day = '', year = ''] = /for (\w+) (\d+), (\d{4})$/.exec(headers.subject ?? '') ?? [];
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const SECTIONS = ['Due soon', 'Due date passed'];

/** `day assessment` of every due date that a digest tells. */
export function remindersIn(mail: Mail): string[] {
  const day = dayOfMail(mail);
  return mail.text
    .split('\n\n')
    .filter((section) => SECTIONS.some((heading) => section.startsWith(`${heading}\n`)))
    .flatMap((section) => [...section.matchAll(/\/assessments\/([0-9a-f-]{36})/g)].map((match) => `${day} ${match[1]}`));
}

export interface Days {
  databaseUrl: string;
  server: MailServer;
  /** The first day, and how many; in UTC. */
  first: string;
  days: number;
  /** Hours between two looks at the clock. */
  stepHours: number;
  /** What people do before anybody's digest of a day. */
  morning(day: string): Promise<void>;
  /** The days on which something happens to a process. */
  deaths: { duringSending?: string; duringPlanning?: string; stop?: string };
}

export interface Outcome {
  restarts: number;
  /** Times that a process died before it was done. */
  died: number;
  faults: string[];
}

/** In UTC: before the hour of a digest in every zone of the United States, and on the same date. */
const MORNING = 12;
/** When those in the west have theirs. */
const EVENING = 18;

/** Lets the days pass. */
export async function passDays({ databaseUrl, server, first, days, stepHours, morning, deaths }: Days): Promise<Outcome> {
  const start = () => startWorker(databaseUrl, server.url);
  const workers = [start(), start()];
  const outcome: Outcome = { restarts: 0, died: 0, faults: [] };
  const replace = async (index: number, signal: NodeJS.Signals) => {
    await workers[index]?.kill(signal);
    workers[index] = start();
    outcome.restarts += 1;
  };
  for (let day = dayOf(first); day < dayOf(first) + days; day += 1) {
    const date = dateOf(day);
    await morning(date);
    if (date === deaths.stop) await replace(0, 'SIGTERM');
    for (let hour = MORNING; hour < MORNING + 24; hour += stepHours) {
      const now = new Date(day * DAY + hour * HOUR).toISOString().replace('.000Z', '.000000Z');
      outcome.died += await tickBoth(workers, now, outcome.faults, async (index) => replace(index, 'SIGKILL'), {
        server,
        sending: date === deaths.duringSending,
        planning: date === deaths.duringPlanning && hour >= EVENING && hour < EVENING + stepHours,
      });
    }
  }
  for (const worker of workers) await worker.kill('SIGTERM');
  return outcome;
}

/** One look at the clock by both at once. @returns how many died before they were done */
async function tickBoth(
  workers: readonly Worker[],
  now: string,
  faults: string[],
  killed: (index: number) => Promise<void>,
  { server, sending, planning }: { server: MailServer; sending: boolean; planning: boolean },
): Promise<number> {
  const alone = sending || planning;
  const dying: Promise<void>[] = [];
  const [first] = workers;
  if (sending && first && server.answer === null) {
    // The server has the whole message and the process dies before it hears so.
    server.answer = () => {
      server.answer = () => undefined;
      dying.push(killed(0));
      return 'hang';
    };
  }
  if (planning) dying.push(new Promise((resolve) => setTimeout(resolve, 12)).then(() => killed(0)));
  const answers = await Promise.all((alone ? workers.slice(0, 1) : workers).map((worker) => worker.tick(now)));
  await Promise.all(dying);
  // What the dead one left undone is done by the other within the day.
  if (planning) answers.push((await workers[1]?.tick(now)) ?? null);
  faults.push(...answers.filter((answer) => answer?.startsWith('failed')).map(String));
  return answers.filter((answer) => answer === null).length;
}
