import { describe, expect, test } from 'vitest';
import { FIRST_TEMPLATE, type MergeValues, renderLetter, requireTemplate, templateFaults } from './letter-template.ts';

const VALUES: MergeValues = {
  'applicant.name': 'Baltimore, MD',
  recipient: 'Commissioner',
  questions: ['Is there a rule?', 'Is there notice?'],
  'due.date': 'August 18, 2017',
  'due.explained': 'That is: Fri, Aug 18, 2017, end of day Eastern (assumed).',
  'program.name': 'A program',
  agency: 'An agency',
  signer: 'A signer',
  today: 'August 3, 2017',
};

const says = (subject: string, body: string) => templateFaults({ subject, body }).map((fault) => fault.says);

describe('what a template may hold', () => {
  test.each([
    ['no field at all', 'Hello', 'World', []],
    ['every kind of field', '{{program.name}}', '{{ recipient }}\n\n{{questions}}\n\n{{signer}}', []],
    ['an unknown field', 'Hello', 'Dear {{mayor}},', ['{{mayor}} is not a merge field (body, line 1, column 6).']],
    ['an unknown field further down', 'Hello', 'a\nb {{x}}', ['{{x}} is not a merge field (body, line 2, column 3).']],
    [
      'two, each by its place',
      '{{a}}',
      'b\r\n{{c}}',
      ['{{a}} is not a merge field (subject, column 1).', '{{c}} is not a merge field (body, line 2, column 1).'],
    ],
    ['a name that every object has', 'Hello', '{{constructor}}', ['{{constructor}} is not a merge field (body, line 1, column 1).']],
    ['an empty field', 'Hello', '{{}}', ['{{}} is not a merge field (body, line 1, column 1).']],
    [
      'logic',
      'Hello',
      '{{#if signer}}x{{/if}}',
      ['{{#if signer}} is not a merge field (body, line 1, column 1).', '{{/if}} is not a merge field (body, line 1, column 16).'],
    ],
    ['braces left open', 'Hello', 'Dear {{recipient', ['A pair of braces is not closed or not opened (body, line 1, column 6).']],
    ['braces closed twice', 'Hello', 'a }} b', ['A pair of braces is not closed or not opened (body, line 1, column 3).']],
    [
      'questions within a sentence',
      'Hello',
      'Answer {{questions}} now',
      ['{{questions}} stands alone in a paragraph of the body (body, line 1, column 8).'],
    ],
    ['questions in the subject', '{{questions}}', 'x', ['{{questions}} stands alone in a paragraph of the body (subject, column 1).']],
    [
      'questions with a line under them',
      'Hello',
      '{{questions}}\nx',
      ['{{questions}} stands alone in a paragraph of the body (body, line 1, column 1).'],
    ],
  ])('%s', (_, subject, body, expected) => {
    expect(says(subject, body)).toEqual(expected);
  });

  test('a fault is refused with the part it is in', () => {
    expect(() => requireTemplate({ subject: '{{x}}', body: 'y' })).toThrow('{{x}} is not a merge field (subject, column 1).');
    expect(() => requireTemplate(FIRST_TEMPLATE)).not.toThrow();
  });
});

describe('a letter', () => {
  test('has the questions word for word, in their order, as a block of their own', () => {
    const { subject, blocks } = renderLetter(FIRST_TEMPLATE, VALUES);
    expect(subject).toBe('A program: questions to Baltimore, MD');
    expect(blocks[3]).toEqual({ kind: 'questions', items: ['Is there a rule?', 'Is there notice?'] });
    expect(blocks.map((block) => (block.kind === 'text' ? block.text : ''))).toContain(
      'Please answer by August 18, 2017. That is: Fri, Aug 18, 2017, end of day Eastern (assumed).',
    );
  });

  test.each([
    '{{signer}}',
    '{{questions}}',
    '$&',
    '$1',
    '<script>alert(1)</script>',
    '=HYPERLINK("x")',
    '{{{{recipient}}}}',
    '\n\n{{questions}}\n\n',
  ])('a value %j stays text', (hostile) => {
    const letter = renderLetter(
      { subject: 'To {{recipient}}', body: 'a {{recipient}} b\n\n{{questions}}' },
      { ...VALUES, recipient: hostile, questions: [hostile] },
    );
    expect(letter.blocks).toEqual([
      { kind: 'text', text: `a ${hostile} b` },
      { kind: 'questions', items: [hostile] },
    ]);
    expect(letter.subject).toBe(`To ${hostile}`.replace(/\s+/g, ' ').trim());
  });

  test('control: a field of the template itself is filled', () => {
    expect(renderLetter({ subject: '{{signer}}', body: '{{signer}}' }, VALUES).subject).toBe('A signer');
  });
});
