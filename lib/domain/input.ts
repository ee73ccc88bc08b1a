/** Fields that many forms and requests have, each with the message that people read. */
import { z } from 'zod';
import { isLocalDate } from './time.ts';

export const dateInput = z
  .string()
  .refine(isLocalDate, { error: ({ input }) => (input === '' ? 'give a date' : 'not a date; write YYYY-MM-DD') });

type Raw = Parameters<z.core.$ZodErrorMap>[0];

const least = ({ origin, minimum, input }: Extract<Raw, { code: 'too_small' }>): string => {
  if (origin === 'string') return Number(minimum) <= 1 || input === '' ? 'is needed' : `at least ${minimum} characters`;
  if (origin === 'array') return Number(minimum) <= 1 ? 'choose at least one' : `choose at least ${minimum}`;
  return `at least ${minimum}`;
};

const most = ({ origin, maximum }: Extract<Raw, { code: 'too_big' }>): string =>
  origin === 'string' ? `at most ${Number(maximum).toLocaleString('en-US')} characters` : `at most ${maximum}`;

const ofType = ({ expected, input }: Extract<Raw, { code: 'invalid_type' }>): string => {
  if (input === undefined || input === null) return 'is needed';
  if (expected === 'int') return 'give a whole number';
  return expected === 'number' || expected === 'nan' ? 'give a number' : 'not of the right kind';
};

/**
 * What is wrong with a field for which its schema has no message of its own: said for people, as a phrase that the name of the field
 * can stand before, or `asSentence` make one of.
 */
export const inWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') return ofType(issue);
  if (issue.code === 'too_small') return least(issue);
  if (issue.code === 'too_big') return most(issue);
  if (issue.code === 'invalid_value') return 'choose one of those offered';
  if (issue.code !== 'invalid_format') return issue.code === 'unrecognized_keys' ? undefined : 'not as it should be';
  if (issue.input === '') return 'is needed';
  return issue.format === 'uuid'
    ? 'choose one of those offered'
    : issue.format === 'url'
      ? 'give a link that begins with https://'
      : 'not as it should be';
};

/** A message that ends in a full stop was written for people; a phrase becomes a sentence about "this". */
export function asSentence(said: string): string {
  if (said.endsWith('.')) return said;
  const whole = /^(is|not) /.test(said) ? `This ${said.replace(/^not /, 'is not ')}` : said;
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}.`;
}

/** By field, as a dotted path: what is wrong with it, of several things the first. */
export function problemsOf(error: z.ZodError): Record<string, string> {
  const all = error.issues.flatMap((issue): [string, string][] =>
    issue.code === 'unrecognized_keys' ? [] : [[issue.path.join('.'), asSentence(issue.message)]],
  );
  return Object.fromEntries(all.filter(([field]) => field !== '').reverse());
}

/** Why something is done. Blank is as good as absent; the operation says whether it may be. */
export const reasonInput = z.string().trim().max(4000, 'The reason is too long: at most 4,000 characters.').optional();
