import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources } from './sources.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'proviso-sources-'));
  mkdirSync(join(root, 'app'));
  mkdirSync(join(root, 'lib', 'data', 'generated'), { recursive: true });
  writeFileSync(join(root, 'app', 'page.tsx'), 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('the same sources give the same digest', () => {
  expect(hashSources(root)).toBe(hashSources(root));
});

test.each(['app/page.tsx', 'app/other.tsx', 'next.config.js', 'lib/a.ts'])('a change of %s calls for a build', (name) => {
  const before = hashSources(root);
  writeFileSync(join(root, name), 'two');
  expect(hashSources(root)).not.toBe(before);
});

test.each(['app/page.test.tsx', 'lib/data/generated/client.ts', 'next-env.d.ts', 'tsconfig.json', 'vitest.config.ts', 'README.md'])(
  'a change of %s does not',
  (name) => {
    const before = hashSources(root);
    writeFileSync(join(root, name), 'two');
    expect(hashSources(root)).toBe(before);
  },
);
