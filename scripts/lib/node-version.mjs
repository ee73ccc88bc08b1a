import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { LauncherError } from './launcher-error.mjs';
import { watchParent } from './parent-watch.mjs';

/**
 * Whether a Node of this version runs TypeScript files directly and without a flag.
 * @param {string} version such as `22.18.0`
 */
export function isModernNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/**
 * Where npm's own scripts are, so that npm runs under a chosen Node rather than under the one on the PATH.
 * @param {'npm' | 'npx'} tool
 * @returns {{ command: string, args: string[] }}
 */
export function npmCommand(tool, node = process.execPath) {
  const fromNpm = process.env.npm_execpath ? dirname(process.env.npm_execpath) : undefined;
  const beside = dirname(node);
  const folders = [fromNpm, join(beside, '..', 'lib', 'node_modules', 'npm', 'bin'), join(beside, 'node_modules', 'npm', 'bin')];
  for (const folder of folders) {
    if (folder && existsSync(join(folder, `${tool}-cli.js`))) return { command: node, args: [join(folder, `${tool}-cli.js`)] };
  }
  return { command: process.platform === 'win32' ? `${tool}.cmd` : tool, args: [] };
}

/** @returns {string} */
function fetchModernNode() {
  const npx = npmCommand('npx');
  const print = ['-y', 'node@24', '-p', 'process.execPath'];
  const result = spawnSync(npx.command, [...npx.args, ...print], { encoding: 'utf8', shell: npx.command.endsWith('.cmd') });
  const path = result.stdout?.trim().split('\n').at(-1);
  if (result.status === 0 && path && existsSync(path)) return path;
  const reason = (result.error?.message ?? result.stderr ?? '').trim().split('\n').at(-1);
  throw new LauncherError(`Node 22.18 or newer is needed, and npx could not fetch Node 24 (${reason}). Install Node 24 and try again.`);
}

/**
 * The path of a Node 24, fetched through npx the first time and remembered, since npx takes a second to answer.
 * @param {string} root the folder with node_modules
 * @throws LauncherError when it cannot be had, for example without a network
 */
export function findModernNode(root) {
  const memory = join(root, 'node_modules', '.proviso-node');
  const remembered = existsSync(memory) ? readFileSync(memory, 'utf8') : '';
  if (remembered && existsSync(remembered)) return remembered;
  const path = fetchModernNode();
  if (existsSync(dirname(memory))) writeFileSync(memory, path);
  return path;
}

/**
 * Runs this program again under another Node, passing on signals and the exit code.
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runUnder(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, PROVISO_WATCH_PARENT: '1' } });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      // The child decides what a signal means and when it is done; this process only waits for it.
      if (signal !== 'SIGHUP' || process.stdout.isTTY) process.on(signal, () => child.kill(signal));
    }
    watchParent(() => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 1)));
  });
}
