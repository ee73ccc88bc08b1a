import { expect, test } from 'vitest';
import { type RunFacts, trustDocument, withRowsAgain } from './report.ts';
import type { TrustResult } from './types.ts';

const facts: RunFacts = { commit: 'aaaa', seed: 1, cores: 2, postgres: 'PostgreSQL 18', on: '2026-11-24', minutes: 3 };

function result(id: string, passes: boolean): TrustResult {
  return {
    test: { id, title: `Attack | ${id}`, must: 'Hold.', run: () => Promise.reject(new Error('not run here')) },
    figures: {
      tried: 10,
      passed: passes ? 10 : 9,
      failed: passes ? 0 : 1,
      figures: { lost: passes ? 0 : 1 },
      control: { what: 'broken on purpose', failedAsItMust: true },
    },
    seconds: 1,
    ok: passes,
  };
}

const whole = trustDocument([result('A1', true), result('B1', false), result('B10', true)], facts);

test('a whole run says how many passed, and which did not', () => {
  expect(whole).toContain('| result | 2 of 3 tests passed |');
  expect(whole).toMatch(/^\| B1 \|.*\(FAILED\)/m);
  expect(whole).toContain('Attack \\| A1');
});

test('a test run again replaces its row alone, is named with its commit, and is counted', () => {
  const again = withRowsAgain(whole, [result('B1', true)], { ...facts, commit: 'bbbb', seed: 7 });
  expect(again).toContain('| result | 3 of 3 tests passed |');
  expect(again).toContain('| run again | B1 at commit `bbbb`, seed 7, 2026-11-24 |');
  expect(again).not.toContain('(FAILED)');
  const others = (text: string) => text.split('\n').filter((line) => /^\| (A1|B10) \|/.test(line));
  expect(others(again)).toEqual(others(whole));
});

test('a test that is new stands at the end of its group, and is counted', () => {
  const again = withRowsAgain(whole, [result('B11', true)], { ...facts, commit: 'bbbb' });
  expect(again).toContain('| result | 3 of 4 tests passed |');
  expect(again).toContain('| run again | B11 at commit `bbbb`');
  expect(again.split('\n').flatMap((line) => /^\| ([A-Z]\d+) \|/.exec(line)?.[1] ?? [])).toEqual(['A1', 'B1', 'B10', 'B11']);
});

test('a test that fails again is counted as failed, and one of a group that is not there is left out', () => {
  expect(withRowsAgain(whole, [result('A1', false)], facts)).toContain('| result | 1 of 3 tests passed |');
  expect(withRowsAgain(whole, [result('C1', true)], facts)).toBe(whole);
});
