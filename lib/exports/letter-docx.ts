/** One letter as a Word document: styles for headings, numbered questions, page numbers. Text stays text: nothing in it is read as a field. */
import { AlignmentType, Document, Footer, HeadingLevel, LevelFormat, Packer, PageNumber, Paragraph, TextRun } from 'docx';
import type { LetterView } from '#lib/domain/letter.ts';
import type { LetterBlock } from '#lib/domain/letter-template.ts';

export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const FONT = 'Calibri';
const QUESTIONS = 'questions';
/** Half points, as the format counts type sizes. */
const SIZE = 22;
/** Twentieths of a point. */
const GAP = 160;
const INDENT = 720;

/** @param notice lines that stand on every file of the program, such as that it is a practice copy */
export async function writeLetterDocx(letter: LetterView, notice: readonly string[]): Promise<Uint8Array> {
  const document = new Document({
    title: letter.subject,
    description: letter.title,
    creator: '',
    styles: {
      default: {
        document: { run: { font: FONT, size: SIZE }, paragraph: { spacing: { after: GAP } } },
        heading1: { run: { font: FONT, size: 30, bold: true, color: '1A1A1A' }, paragraph: { spacing: { after: GAP * 2 } } },
      },
    },
    numbering: {
      config: [
        {
          reference: QUESTIONS,
          levels: [
            {
              level: 0,
              format: LevelFormat.DECIMAL,
              text: '%1.',
              alignment: AlignmentType.START,
              style: { paragraph: { indent: { left: INDENT, hanging: INDENT / 2 } } },
            },
          ],
        },
      ],
    },
    sections: [
      { footers: { default: footer() }, children: [...notices(letter, notice), heading(letter), ...letter.blocks.flatMap(paragraphs)] },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

const heading = ({ subject }: LetterView): Paragraph =>
  new Paragraph({ heading: HeadingLevel.HEADING_1, children: [new TextRun(plain(subject))] });

function notices({ standing }: LetterView, notice: readonly string[]): Paragraph[] {
  return [...notice, ...(standing === null ? [] : [standing])].map(
    (line) => new Paragraph({ children: [new TextRun({ text: plain(line), italics: true })] }),
  );
}

function paragraphs(block: LetterBlock): Paragraph[] {
  if (block.kind === 'questions')
    return block.items.map((item) => new Paragraph({ numbering: { reference: QUESTIONS, level: 0 }, children: runs(item) }));
  return [new Paragraph({ children: runs(block.text) })];
}

const runs = (text: string): TextRun[] =>
  text.split('\n').map((line, index) => new TextRun({ text: plain(line), ...(index > 0 ? { break: 1 } : {}) }));

/** XML has no form for most control characters: a file that holds one cannot be opened. */
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;
const plain = (text: string): string => text.replace(UNWRITABLE, '\ufffd');

const footer = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: ['Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES], size: 18 })],
      }),
    ],
  });
