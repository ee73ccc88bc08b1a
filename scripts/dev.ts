import { prepareDataFolder } from './lib/data-folder.ts';
import { untilStopRequested } from './lib/interruption.ts';
import { packageBin } from './lib/paths.ts';
import { createReporter } from './lib/say.ts';
import { type Session, webEnvironment, withDatabase } from './lib/session.ts';
import { readSettings } from './lib/settings.ts';
import { recordWeb, startServer, withWebClaim } from './lib/web-server.ts';

async function develop(session: Session): Promise<number> {
  const { settings, dataFolder, reporter } = session;
  const server = await reporter.step('development server ready', () =>
    startServer({
      name: 'The development server',
      file: packageBin('next', 'next'),
      args: ['dev', '--hostname', settings.host, '--port', String(settings.port)],
      env: { ...webEnvironment(session), NODE_ENV: 'development' },
      readyUrl: `http://127.0.0.1:${settings.port}/healthz`,
    }),
  );
  try {
    recordWeb(dataFolder, server.pid, settings.port);
    reporter.say(`Proviso is ready at ${settings.origin}, data folder ${dataFolder}`);
    const ended = await Promise.race([untilStopRequested(), server.ended]);
    return ended ?? 0;
  } finally {
    await server.stop();
  }
}

/** `npm run dev`: the development server on the same data as `npm start`. */
export async function main(): Promise<number> {
  const settings = readSettings(process.env);
  const dataFolder = prepareDataFolder(settings.dataFolder);
  return withWebClaim(dataFolder, settings.host, settings.port, () =>
    withDatabase(settings, dataFolder, createReporter(process.stdout), develop),
  );
}
