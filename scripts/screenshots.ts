import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from './lib/browser.ts';
import { mustRunNode } from './lib/child.ts';
import { prepareDataFolder } from './lib/data-folder.ts';
import { packageBin, ROOT } from './lib/paths.ts';
import { findFreePort } from './lib/preflight.mjs';
import { createReporter } from './lib/say.ts';
import { startWeb, withDatabase } from './lib/session.ts';
import { readSettings } from './lib/settings.ts';

const PICTURES = [
  { name: 'dashboard', path: '/programs/psp-2017?asOf=2017-08-15' },
  { name: 'timeline', path: '/programs/psp-2017/timeline?asOf=2017-08-20' },
] as const;
const SIZE = { width: 1440, height: 1000 };

async function take(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByRole('button', { name: /^Analyst/ }).click();
  await page.waitForURL(/\/programs\//);
  for (const { name, path } of PICTURES) {
    await page.goto(origin + path);
    await page.waitForLoadState('load');
    await page.screenshot({ path: join(ROOT, 'docs', 'images', `${name}.png`) });
  }
}

/** The tutorial takes its own pictures while it is walked as a test. */
async function walkTutorial(browser: string, origin: string): Promise<void> {
  const pictures = join(ROOT, 'docs', 'images', 'tutorial');
  mkdirSync(pictures, { recursive: true });
  await mustRunNode('The tutorial', packageBin('@playwright/test', 'playwright'), ['test', 'e2e/tutorial.spec.ts'], {
    cwd: ROOT,
    env: { ...process.env, BROWSER_PATH: browser, PROVISO_BASE_URL: origin, PROVISO_PICTURES: pictures },
  });
}

/** `npm run screenshots`: the pictures of the README and of the tutorial, from the built product on a database of their own. */
export async function main(): Promise<number> {
  const reporter = createReporter(process.stdout);
  const dataFolder = prepareDataFolder(join(ROOT, '.data', 'screenshots'));
  const settings = readSettings({ PORT: String(await findFreePort()), PROVISO_DATA: dataFolder });
  mkdirSync(join(ROOT, 'docs', 'images'), { recursive: true });
  return withDatabase(settings, dataFolder, reporter, async (session) => {
    const server = await startWeb(session);
    const browserPath = (await findBrowser(() => process.stdout.write('installing a browser\n'))) ?? '';
    const browser = await chromium.launch({
      executablePath: browserPath,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    try {
      await take(await browser.newPage({ viewport: SIZE, colorScheme: 'light' }), settings.origin);
      await walkTutorial(browserPath, settings.origin);
    } finally {
      await browser.close();
      await server.stop();
    }
    return 0;
  });
}
