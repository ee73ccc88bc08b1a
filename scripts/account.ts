import { join } from 'node:path';
import { runNode } from './lib/child.ts';
import { prepareDataFolder } from './lib/data-folder.ts';
import { databaseEnvironment } from './lib/database.ts';
import { ROOT } from './lib/paths.ts';
import { createReporter } from './lib/say.ts';
import { withDatabase } from './lib/session.ts';
import { readSettings } from './lib/settings.ts';

/** `npm run -s account -- --email a@example.gov --name "Ana Ortiz" --role analyst`: prints a first password alone. */
export async function main(args: string[]): Promise<number> {
  const settings = readSettings(process.env);
  const dataFolder = prepareDataFolder(settings.dataFolder);
  return withDatabase(settings, dataFolder, createReporter(process.stderr), async ({ database }) => {
    const env = { ...process.env, ...databaseEnvironment(database), PROVISO_ORIGIN: settings.origin };
    const result = await runNode(join(ROOT, 'scripts', 'make-account.ts'), args, { cwd: ROOT, env, show: 'stdout-only' });
    process.stdout.write(result.stdout);
    return result.code;
  });
}
