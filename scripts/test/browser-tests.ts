import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, runNode } from '../lib/child.ts';
import { packageBin, ROOT } from '../lib/paths.ts';
import { findFreePort } from '../lib/preflight.mjs';
import type { Reporter } from '../lib/say.ts';
import { startWeb, withDatabase } from '../lib/session.ts';
import { readSettings } from '../lib/settings.ts';
import { countPlaywright, type Outcome, outcomeOf } from './counts.ts';

const SHOWN_LINES = 300;

async function runPlaywright(browser: string, baseUrl: string, dataFolder: string): Promise<Outcome> {
  const report = join(dataFolder, 'browser-report.json');
  rmSync(report, { force: true });
  const env = {
    ...process.env,
    BROWSER_PATH: browser,
    PROVISO_BASE_URL: baseUrl,
    PROVISO_DATA: dataFolder,
    PROVISO_BROWSER_REPORT: report,
  };
  const result = await runNode(packageBin('@playwright/test', 'playwright'), ['test'], { cwd: ROOT, env });
  const output = lastLines(result.output, SHOWN_LINES);
  if (!existsSync(report)) return outcomeOf(false, output);
  return countPlaywright(JSON.parse(readFileSync(report, 'utf8')), result.code, output);
}

/** Serves the built product on a fresh database and a port of its own, and runs the browser tests against it. */
export async function runBrowserTests(browser: string, dataFolder: string, reporter: Reporter): Promise<Outcome> {
  const port = await findFreePort();
  const settings = readSettings({ PORT: String(port), PROVISO_DATA: dataFolder });
  let outcome: Outcome | undefined;
  await withDatabase(settings, dataFolder, reporter, async (session) => {
    const server = await startWeb(session);
    try {
      outcome = await runPlaywright(browser, settings.origin, dataFolder);
    } finally {
      await server.stop();
    }
    return 0;
  });
  return outcome ?? outcomeOf(false, 'The browser tests did not run.');
}
