import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { makeTemporaryDataFolder } from './lib/data-folder.ts';
import { openEmbeddedServer } from './lib/embedded-server.ts';
import { generateClient } from './lib/generate.ts';
import { handleInterruption } from './lib/interruption.ts';
import { createReporter } from './lib/say.ts';
import { withDatabase } from './lib/session.ts';
import { readSettings } from './lib/settings.ts';

const ROUNDS = 5;
const SECONDS = 4;

const rates = (values: readonly number[]): string => values.map((value) => Math.round(value).toLocaleString('en-US')).join(', ');

/** `npm run bench`: what history costs, as a ratio on this machine; on a server of its own. Exits with 1 below the least ratio. */
export async function main(): Promise<number> {
  handleInterruption();
  await generateClient();
  const { benchRecordStatus, LEAST_RATIO, WRITERS } = await import('./bench/record-status.ts');
  const { benchReliance, CITIES, MOST_RATIO } = await import('./bench/reliance.ts');
  const reporter = createReporter(process.stdout);
  const dataFolder = makeTemporaryDataFolder();
  const server = await openEmbeddedServer(dataFolder);
  try {
    return await withDatabase(readSettings({ PROVISO_DATA: dataFolder }), dataFolder, reporter, async ({ database }) => {
      const { plain, recordStatus, ratio } = await benchRecordStatus(database.ownerUrl, ROUNDS, SECONDS);
      reporter.say(
        `${WRITERS} writers on different assessments, ${availableParallelism()} cores, ${ROUNDS} rounds of ${SECONDS} s each, per second:`,
      );
      reporter.say(`one UPDATE and one INSERT in one statement: ${rates(plain)}`);
      reporter.say(`record_status (event, hash, periods, numbers, ledger): ${rates(recordStatus)}`);
      reporter.say(`Ratio, median of the rounds: ${ratio.toFixed(2)} (at least ${LEAST_RATIO})`);
      const reliance = await benchReliance(database.ownerUrl, ROUNDS);
      reporter.say(`One finding for an operator on whom ${CITIES.toLocaleString('en-US')} assessments rely, in milliseconds:`);
      reporter.say(`taken by all of them, each with its event and cause: ${rates(reliance.taken)}`);
      reporter.say(`as many plain moves by record_statuses: ${rates(reliance.plain)}`);
      reporter.say(`Ratio, median of the rounds: ${reliance.ratio.toFixed(2)} (at most ${MOST_RATIO})`);
      return ratio >= LEAST_RATIO && reliance.ratio <= MOST_RATIO ? 0 : 1;
    });
  } finally {
    await server.release();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
