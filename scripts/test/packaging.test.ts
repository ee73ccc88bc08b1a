import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../lib/paths.ts';

function read(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8');
}

test('the continuous integration runs what everybody runs', () => {
  const commands = read('.ci/run')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(commands.at(-1)).toBe('exec npm test');
  expect(statSync(join(ROOT, '.ci/run')).mode & 0o111).not.toBe(0);
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
  expect(scripts.test).toMatch(/^(exec )?node scripts\/run\.mjs test$/);
});

test('every variable that the launcher reads is explained in .env.example', () => {
  const explained = new Set([...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]));
  const names = [...read('scripts/lib/settings.ts').matchAll(/env\.([A-Z_]+)/g)].map((match) => match[1]);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !explained.has(name))).toEqual([]);
});

describe('docker-compose.yml', () => {
  const compose = read('docker-compose.yml');

  test('is indented by two spaces without tabs, as its parser wants', () => {
    const odd = compose.split('\n').filter((line) => /\t/.test(line) || (/^ */.exec(line)?.[0].length ?? 0) % 2 !== 0);
    expect(odd).toEqual([]);
  });

  test.each(['image: postgres:18', 'condition: service_healthy', 'user: node', 'user: postgres', 'healthcheck:'])('says %s', (line) => {
    expect(compose).toContain(line);
  });

  test('holds no secret: each comes from the environment or is asked for', () => {
    const secrets = [...compose.matchAll(/^\s+\w*(?:PASSWORD|SECRET)\w*: (.*)$/gm)].map((match) => match[1]);
    expect(secrets.length).toBeGreaterThan(1);
    for (const secret of secrets) expect(secret).toMatch(/^\$\{\w+:\?/);
  });
});

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  test('ends as an ordinary user with a health check', () => {
    const run = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(run).toMatch(/^USER node$/m);
    expect(run).toMatch(/^HEALTHCHECK [\s\S]*\/healthz/m);
    expect(run.indexOf('USER node')).toBeLessThan(run.indexOf('CMD ["node"'));
  });

  test('copies only what is there', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => (match[1] ?? '').split(' '));
    for (const source of sources) expect(() => statSync(join(ROOT, source))).not.toThrow();
  });
});
