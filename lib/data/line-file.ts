/** Reading a file line by line, as far as it reached at one moment. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

export interface FileLine {
  text: string;
  /** False for a last line without its end. */
  isWhole: boolean;
}

/** In bytes; null when there is no such file. */
export async function sizeOfFile(file: string): Promise<number | null> {
  try {
    return (await stat(/* turbopackIgnore: true */ file)).size;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

/** The lines of the first `size` bytes. */
export async function* readLines(file: string, size: number): AsyncGenerator<FileLine, void, undefined> {
  if (size === 0) return;
  let rest = '';
  for await (const chunk of createReadStream(/* turbopackIgnore: true */ file, { encoding: 'utf8', end: size - 1 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield { text, isWhole: true };
  }
  if (rest !== '') yield { text: rest, isWhole: false };
}
