/**
 * Letters from a template: text with merge fields in double braces, and no logic. A value is put in as it stands and never read
 * again, so whatever a name or a question holds stays text.
 */
import { AppError } from './errors.ts';

/** The fields a template may name, with what they stand for. */
export const MERGE_FIELDS = {
  'applicant.name': 'The place or body that the letter asks about',
  recipient: 'The addressee of this letter',
  questions: 'The questions, word for word and numbered; alone in a paragraph',
  'due.date': 'The day by which an answer is asked for',
  'due.explained': 'How that day is read: time of day, zone, and what was assumed',
  'program.name': 'The name of the program',
  agency: 'The agency of the program',
  signer: 'Who signs the letter',
  today: 'The day the letter was sent',
} as const;
export type MergeField = keyof typeof MERGE_FIELDS;

export type MergeValues = Record<Exclude<MergeField, 'questions'>, string> & { questions: readonly string[] };

/** A letter as it is read, printed and kept. */
export type LetterBlock = { kind: 'text'; text: string } | { kind: 'questions'; items: string[] };

export interface RenderedLetter {
  subject: string;
  blocks: LetterBlock[];
}

export interface TemplateText {
  subject: string;
  body: string;
}

export interface TemplateFault {
  part: 'subject' | 'body';
  line: number;
  column: number;
  /** One sentence that names the field and its place. */
  says: string;
}

const FIELD = /\{\{([^{}\n]{0,200})\}\}/g;
const PARAGRAPH = /\n[ \t]*\n\s*/;
const ALONE = /^\{\{\s*questions\s*\}\}$/;

const isMergeField = (name: string): name is MergeField => Object.hasOwn(MERGE_FIELDS, name);
const unified = (text: string): string => text.replace(/\r\n?/g, '\n');

/** Every fault of a template, in the order of the text. Empty: it can be sent. */
export function templateFaults(template: TemplateText): TemplateFault[] {
  return (['subject', 'body'] as const).flatMap((part) => [...faultsOf(part, unified(template[part]))]);
}

function* faultsOf(part: TemplateFault['part'], text: string): Generator<TemplateFault> {
  const fault = (index: number, what: string): TemplateFault => {
    const before = text.slice(0, index).split('\n');
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    const where = part === 'subject' ? `subject, column ${place.column}` : `body, line ${place.line}, column ${place.column}`;
    return { part, ...place, says: `${what} (${where}).` };
  };
  for (const match of text.matchAll(FIELD)) {
    const name = (match[1] ?? '').trim();
    if (!isMergeField(name)) yield fault(match.index, `{{${name}}} is not a merge field`);
    else if (name === 'questions' && !standsAlone(part, text, match.index))
      yield fault(match.index, '{{questions}} stands alone in a paragraph of the body');
  }
  const open = text.replace(FIELD, (whole) => ' '.repeat(whole.length)).search(/\{\{|\}\}/);
  if (open >= 0) yield fault(open, 'A pair of braces is not closed or not opened');
}

/** Whether the paragraph around this place holds the questions and nothing else. */
function standsAlone(part: TemplateFault['part'], text: string, index: number): boolean {
  if (part === 'subject') return false;
  const start = Math.max(0, ...[...text.slice(0, index).matchAll(/\n[ \t]*\n/g)].map((gap) => gap.index + gap[0].length));
  const rest = text.slice(start);
  return ALONE.test((rest.split(PARAGRAPH)[0] ?? '').trim());
}

/** @throws AppError `invalid_request` that names each unknown field with its place */
export function requireTemplate(template: TemplateText): void {
  const faults = templateFaults(template);
  const first = faults[0];
  if (first) throw new AppError('invalid_request', faults.map(({ says }) => says).join(' '), { field: first.part });
}

/**
 * The letter for one addressee. The template is read once; what a field brings in is not read for fields again.
 * @throws AppError `invalid_request` for a template with faults
 */
export function renderLetter(template: TemplateText, values: MergeValues): RenderedLetter {
  requireTemplate(template);
  const fill = (text: string): string => text.replace(FIELD, (_, name: string) => values[name.trim() as Exclude<MergeField, 'questions'>]);
  const blocks = unified(template.body)
    .trim()
    .split(PARAGRAPH)
    .map((paragraph): LetterBlock => {
      const text = paragraph.trim();
      return ALONE.test(text) ? { kind: 'questions', items: [...values.questions] } : { kind: 'text', text: fill(text) };
    });
  return { subject: fill(unified(template.subject)).replace(/\s+/g, ' ').trim(), blocks };
}

/** A template to begin with, in neutral words; nothing in it is any agency's letter. */
export const FIRST_TEMPLATE: TemplateText & { name: string } = {
  name: 'Request for answers',
  subject: '{{program.name}}: questions to {{applicant.name}}',
  body: `{{today}}

{{recipient}}

{{agency}} asks {{applicant.name}} to answer the following in connection with {{program.name}}:

{{questions}}

Please answer by {{due.date}}. {{due.explained}}

{{signer}}`,
};
