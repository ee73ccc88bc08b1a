import { prepareDataFolder } from './lib/data-folder.ts';
import { untilStopRequested } from './lib/interruption.ts';
import { createReporter } from './lib/say.ts';
import { type Session, startWeb, withDatabase } from './lib/session.ts';
import { readSettings } from './lib/settings.ts';
import { recordWeb, withWebClaim } from './lib/web-server.ts';

async function serve(session: Session): Promise<number> {
  const { settings, dataFolder, database, reporter } = session;
  const server = await startWeb(session);
  try {
    recordWeb(dataFolder, server.pid, settings.port);
    reporter.say('');
    reporter.say(`Proviso is ready at ${settings.origin}`);
    if (database.demo) reporter.say('A demonstration: example accounts, reachable from this machine only.');
    reporter.say(`Data folder: ${dataFolder}`);
    reporter.say('Stop it with Ctrl-C; the data stays.');
    const ended = await Promise.race([untilStopRequested(), server.ended]);
    if (ended === undefined) return 0;
    reporter.say(`The web server ended unexpectedly (exit code ${ended}).`);
    return 1;
  } finally {
    await server.stop();
  }
}

/** `npm start`: everything from an empty folder to a served product, a line per step. */
export async function main(): Promise<number> {
  const settings = readSettings(process.env);
  const reporter = createReporter(process.stdout);
  const dataFolder = prepareDataFolder(settings.dataFolder);
  const code = await withWebClaim(dataFolder, settings.host, settings.port, () => withDatabase(settings, dataFolder, reporter, serve));
  reporter.say('Stopped.');
  return code;
}
