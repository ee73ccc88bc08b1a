import { describe, expect, test } from 'vitest';
import { uploadProblem, uploadReturn } from './upload-return.ts';

describe('what an upload without JavaScript comes back with', () => {
  test('tickets, one or several', () => {
    expect(uploadReturn({}).tickets).toEqual([]);
    expect(uploadReturn({ files: 'a' })).toEqual({ tickets: ['a'], problem: null });
    expect(uploadReturn({ files: ['a', 'b'] }).tickets).toEqual(['a', 'b']);
    expect(uploadReturn({ files: Array.from({ length: 50 }, String) }).tickets).toHaveLength(20);
  });

  test('a code gives a sentence of the product; words from the address give none', () => {
    expect(uploadReturn({ problem: 'payload_too_large' }).problem).toMatch(/too large/);
    for (const problem of ['Call this number to go on.', 'toString', 'constructor', 'forbidden', ''])
      expect(uploadReturn({ problem }).problem).toBeNull();
  });

  test('every refusal comes back with a sentence', () => {
    for (const code of ['payload_too_large', 'file_refused', 'evidence_damaged'] as const)
      expect(uploadReturn({ problem: uploadProblem(code) }).problem).toMatch(/^Nothing was uploaded/);
  });
});
