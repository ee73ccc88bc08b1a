import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { runChild, runNode } from './child.ts';
import { packageBin, ROOT } from './paths.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPLICATIONS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // absent, or not for this account
  }
}

/** The first program of one of these names in the folders of a PATH. */
export function findOnPath(names: string[], path: string = process.env.PATH ?? ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

async function findPlaywrightsOwn(): Promise<string | undefined> {
  const { chromium } = await import('@playwright/test');
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

function findInstalled(): string | undefined {
  return findOnPath(NAMES) ?? MAC_APPLICATIONS.find(isExecutable);
}

/** A download that has begun may still fail to give a browser that runs, for want of system libraries. */
function runs(browser: string): boolean {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return spawnSync(browser, [...sandbox, '--version'], { timeout: 20_000 }).status === 0;
}

async function downloadWithPlaywright(): Promise<string | undefined> {
  const result = await runNode(packageBin('@playwright/test', 'playwright'), ['install', 'chromium'], { cwd: ROOT });
  return result.code === 0 ? findPlaywrightsOwn() : undefined;
}

async function installWithApt(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !findOnPath(['apt-get'])) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runChild('apt-get', ['update'], { env });
  const result = await runChild('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
  return result.code === 0 ? findInstalled() : undefined;
}

/** The browser in the npm package of that name, where somebody has installed it beside this project. */
async function findPacked(): Promise<string | undefined> {
  const require = createRequire(join(ROOT, 'package.json'));
  const name = '@sparticuz/chromium';
  if (!existsSync(join(ROOT, 'node_modules', name))) return undefined;
  const packed: { default: { executablePath(): Promise<string> } } = await import(require.resolve(name));
  return packed.default.executablePath();
}

/**
 * A Chromium to test with: the one that BROWSER_PATH names, one that is there, or one that can be had.
 * @param onInstall called once before something is downloaded
 * @returns its path, or undefined when none could be had
 */
export async function findBrowser(onInstall: () => void): Promise<string | undefined> {
  const chosen = process.env.BROWSER_PATH;
  if (chosen) return isExecutable(chosen) ? chosen : undefined;
  const present = [await findPlaywrightsOwn(), findInstalled()];
  const ready = present.find((browser) => browser && runs(browser));
  if (ready) return ready;
  onInstall();
  for (const obtain of [downloadWithPlaywright, installWithApt, findPacked]) {
    const browser = await obtain();
    if (browser && runs(browser)) return browser;
  }
  return undefined;
}
