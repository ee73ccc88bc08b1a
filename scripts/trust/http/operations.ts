/** Every operation that the product exports, found in its files, with the names of its parameters. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../lib/paths.ts';

export interface ExportedOperation {
  file: string;
  name: string;
  /** After the context. */
  parameters: string[];
  call(...args: unknown[]): Promise<unknown>;
}

const FOLDER = join(ROOT, 'lib', 'operations');
const SIGNATURE = /export (?:async function (\w+)(?:<[^>]*>)?\(|const (\w+) = async \()\s*context: Context,?([^)]*)\)/g;

const namesIn = (parameters: string): string[] =>
  parameters
    .split(/,\s*(?=\w+\??:)/)
    .map((text) => /^\s*(\w+)\??:/.exec(text)?.[1] ?? '')
    .filter(Boolean);

/** Functions that take the asker's context first. What takes a transaction is a part of one of them. */
export async function listOperations(): Promise<ExportedOperation[]> {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file));
  const listed = files.map(async (file) => {
    const found = [...readFileSync(join(FOLDER, file), 'utf8').matchAll(SIGNATURE)];
    if (found.length === 0) return [];
    const module: Record<string, unknown> = await import(pathToFileURL(join(FOLDER, file)).href);
    return found.map((match): ExportedOperation => {
      const name = match[1] ?? match[2] ?? '';
      const operation = module[name];
      if (typeof operation !== 'function') throw new Error(`${file} does not export ${name}.`);
      return { file, name, parameters: namesIn(match[3] ?? ''), call: async (...args) => operation(...args) };
    });
  });
  return (await Promise.all(listed)).flat();
}
