#!/usr/bin/env node
// The one way in to every command: `node scripts/run.mjs <command>`. Plain JavaScript for Node 18 or newer and
// without dependencies, because it runs before they are installed. It sees to a Node that runs TypeScript
// directly and to the installed packages, then hands over to scripts/<command>.ts.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureDependencies } from './lib/install.mjs';
import { findModernNode, isModernNode, runUnder } from './lib/node-version.mjs';
import { preflight } from './lib/preflight.mjs';

const scripts = dirname(fileURLToPath(import.meta.url));
const root = dirname(scripts);

/** Commands whose standard output belongs to their result: everything said on the way goes to stderr. */
const QUIET = new Set(['token']);

/** Helpers that are started by other commands and take no part in `run.mjs <command>`. */
const INTERNAL = new Set(['seed', 'make-token']);

function listCommands() {
  return readdirSync(scripts)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -3))
    .filter((name) => !INTERNAL.has(name));
}

async function run() {
  const [command, ...args] = process.argv.slice(2);
  const file = join(scripts, `${command}.ts`);
  if (!command || INTERNAL.has(command) || !/^[a-z][a-z0-9-]*$/.test(command) || !existsSync(file)) {
    console.error(`Usage: node scripts/run.mjs <command>, where <command> is one of: ${listCommands().join(', ')}`);
    return 1;
  }
  const say = QUIET.has(command) ? console.error : console.log;
  if (!isModernNode()) {
    say(`Node ${process.versions.node} is too old to run Proviso itself; going on under Node 24 from npm.`);
    return runUnder(findModernNode(root), process.argv.slice(1));
  }
  process.env.PATH = `${dirname(process.execPath)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`;
  await preflight(command, process.env);
  // A container image has its packages, and nowhere to install more.
  if (process.env.PROVISO_PREBUILT !== '1') await ensureDependencies(root, say);
  // A file: address, so that a path with a drive letter or a `#` in it is imported too.
  const { main } = await import(pathToFileURL(file).href);
  return main(args);
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error?.name === 'LauncherError' ? error.message : error);
  process.exitCode = error?.exitCode ?? 1;
}
