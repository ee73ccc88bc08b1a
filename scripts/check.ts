import { handleInterruption } from './lib/interruption.ts';
import { createReporter } from './lib/say.ts';
import { checkTypes, lint, runVitest, ZONES } from './test/steps.ts';
import { createTestRun } from './test/test-run.ts';

/** `npm run check`: what needs neither a database nor a browser. */
export async function main(): Promise<number> {
  handleInterruption();
  const run = createTestRun(createReporter(process.stdout));
  await run.step('lint', lint);
  await run.step('types', checkTypes);
  for (const zone of ZONES) await run.step(`unit tests, ${zone}`, () => runVitest('unit', { TZ: zone }));
  return run.finish();
}
