import { join } from 'node:path';
import { prepareDataFolder } from './lib/data-folder.ts';
import { untilStopRequested } from './lib/interruption.ts';
import { LauncherError } from './lib/launcher-error.mjs';
import { ROOT } from './lib/paths.ts';
import { portProblem } from './lib/preflight.mjs';
import { createReporter } from './lib/say.ts';
import { type Session, webEnvironment, withDatabase } from './lib/session.ts';
import { readSettings } from './lib/settings.ts';
import { startServer } from './lib/web-server.ts';

async function serve(session: Session): Promise<number> {
  const { settings, reporter } = session;
  const address = `http://127.0.0.1:${settings.apiPort}`;
  const server = await reporter.step('API server ready', () =>
    startServer({
      name: 'The API server',
      file: join(ROOT, 'lib', 'api', 'serve.ts'),
      args: [],
      env: { ...webEnvironment(session), PORT: String(settings.apiPort), API_PORT: String(settings.apiPort) },
      readyUrl: `${address}/healthz`,
    }),
  );
  try {
    reporter.say(`The API is ready at ${address}/api/v1`);
    const ended = await Promise.race([untilStopRequested(), server.ended]);
    return ended ?? 0;
  } finally {
    await server.stop();
  }
}

/** `npm run api`: the HTTP API alone, beside the web server or without it. */
export async function main(): Promise<number> {
  const settings = readSettings(process.env);
  const problem = await portProblem(settings.host, settings.apiPort);
  if (problem) throw new LauncherError(`Port ${settings.apiPort} ${problem}. Set API_PORT to another.`);
  const dataFolder = prepareDataFolder(settings.dataFolder);
  return withDatabase(settings, dataFolder, createReporter(process.stdout), serve);
}
