import { buildWeb } from './lib/build.ts';
import { handleInterruption } from './lib/interruption.ts';
import { createReporter } from './lib/say.ts';

/** `node scripts/run.mjs build`: the web server as `npm start` would build it, without starting anything. */
export async function main(): Promise<number> {
  handleInterruption();
  await createReporter(process.stdout).step('build ready', async (note) => {
    if (!(await buildWeb())) note('unchanged');
  });
  return 0;
}
