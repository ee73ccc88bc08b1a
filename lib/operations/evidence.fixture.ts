/** Evidence for tests: files made here, put into the store and recorded on assessments. */
import { Readable } from 'node:stream';
import { Document, Packer, Paragraph } from 'docx';
import type { Context } from './context.ts';
import { recordEvidence } from './record-evidence.ts';
import { storeFile, type UploadedFile } from './store-file.ts';

/** A PDF of one page with one line of text. */
export function makePdf(line: string): Buffer {
  const stream = `BT /F1 18 Tf 40 700 Td (${line.replaceAll(/[()\\]/g, '\\$&')}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const at = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const xref = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(`${text}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`, 'latin1');
}

export const makeDocx = (line: string): Promise<Buffer> =>
  Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph(line)] }] }));

export const upload = (context: Context, bytes: Buffer | string, fileName: string): Promise<UploadedFile> =>
  storeFile(context, Readable.from([Buffer.from(bytes)]), { fileName });

/** Records one item. @returns its id */
export async function addItem(
  context: Context,
  slug: string,
  assessmentIds: string[],
  facts: Record<string, unknown> = {},
): Promise<string> {
  const body = { title: 'Jail policy', class: 'B', url: 'https://example.gov/policy', issuer: 'body_in_control', ...facts, assessmentIds };
  const { evidenceIds } = await recordEvidence(context, slug, body);
  const [id] = evidenceIds;
  if (!id) throw new Error('Nothing was recorded.');
  return id;
}
