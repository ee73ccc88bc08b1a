import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from './launcher-error.mjs';
import { withLock } from './lock.mjs';
import { npmCommand } from './node-version.mjs';

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockEntry */

/** @param {string} root */
const markFile = (root) => join(root, 'node_modules', '.proviso-lock');

/**
 * Whether what npm says it installed is what the lockfile asks for. Packages for other platforms are optional and
 * may be absent.
 * @param {{ packages: Record<string, LockEntry> }} wanted package-lock.json
 * @param {{ packages: Record<string, LockEntry> }} installed node_modules/.package-lock.json
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    return found ? found.version === entry.version : Boolean(entry.optional);
  });
}

/** @param {string} root */
function readLock(root) {
  const file = join(root, 'package-lock.json');
  if (!existsSync(file)) throw new LauncherError('package-lock.json is missing, so it is not known which packages to install.');
  const text = readFileSync(file, 'utf8');
  return { text, hash: createHash('sha256').update(text).digest('hex') };
}

/**
 * @param {string} root
 * @param {{ text: string, hash: string }} lock
 */
function isUpToDate(root, lock) {
  // npm writes its record when an installation is complete, and removes it with the folder.
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8'));
  if (!Object.keys(installed.packages).every((path) => existsSync(join(root, path, 'package.json')))) return false;
  const mark = markFile(root);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock.hash) return true;
  // Installed by hand with npm: the record says whether it is the same.
  if (!isInstalled(JSON.parse(lock.text), installed)) return false;
  writeFileSync(mark, lock.hash);
  return true;
}

/**
 * Installs the packages of package-lock.json unless they are there already.
 * @param {string} root folder of package.json
 * @param {(line: string) => void} say
 */
export async function ensureDependencies(root, say) {
  const lock = readLock(root);
  if (isUpToDate(root, lock)) return;
  await withLock(join(root, '.proviso-install.lock'), async () => {
    if (isUpToDate(root, lock)) return;
    say('Installing packages; this takes about a minute the first time.');
    const startedAt = Date.now();
    await npmCi(root);
    writeFileSync(markFile(root), lock.hash);
    say(`${'packages installed'.padEnd(28)}${((Date.now() - startedAt) / 1000).toFixed(1).padStart(7)} s`);
  });
}

/** @param {string} root */
function npmCi(root) {
  const npm = npmCommand('npm');
  // The tests need the development packages, whatever NODE_ENV says.
  const args = [...npm.args, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // With its output kept from the terminal: the result of `token` is read from there.
  const child = spawn(npm.command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: npm.command.endsWith('.cmd') });
  let output = '';
  const keep = (/** @type {Buffer} */ chunk) => {
    output = (output + chunk).slice(-4000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const passOn = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.once('SIGINT', passOn).once('SIGTERM', passOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      if (code === 0) resolve(undefined);
      else if (signal) reject(new LauncherError('Stopped while installing packages.', 130));
      else reject(new LauncherError(`npm ci failed:\n${output.trim()}`));
    });
  });
}
