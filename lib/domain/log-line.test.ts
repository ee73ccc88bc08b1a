import { expect, test } from 'vitest';
import { oneLine } from './log-line.ts';

const HOSTILE = 'a\n{"level":"error"}\r\u001b[31m\u0085\u009b\u2028\u202e\u2066\u200b\ufeff\u0000\u{e0041}é';
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

test('a hostile message stays on one line, with nothing hidden in it', () => {
  const line = oneLine(HOSTILE);
  expect(line).toBe('a\\u000a{"level":"error"}\\u000d\\u001b[31m\\u0085\\u009b\\u2028\\u202e\\u2066\\u200b\\ufeff\\u0000\\udb40\\udc41é');
});

test('JSON keeps its meaning', () => {
  const json = oneLine(JSON.stringify({ text: HOSTILE }));
  expect(JSON.parse(json)).toEqual({ text: HOSTILE });
  expect(json).not.toMatch(UNSEEN);
});

test('control: JSON alone lets direction marks and other line separators through', () => {
  expect(JSON.stringify({ text: HOSTILE })).toMatch(UNSEEN);
});
