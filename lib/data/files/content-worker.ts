/**
 * The worker that opens files which others sent: it takes one job, answers and ends. It runs in a thread of its own, so that
 * a file which needs too much time or memory ends this thread and nothing else. What it makes is text and pictures without
 * anything that could run.
 */
import { open, readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { type ContentAnswer, type ContentJob, MAX_PAGES, MAX_PIXELS, MAX_TEXT } from './content-job.ts';

const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
/** The longer side of a drawn page, in pixels. */
const PAGE_PIXELS = 1500;

async function readText(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4 * MAX_TEXT), 0, 4 * MAX_TEXT, 0);
    const head = buffer.subarray(0, bytesRead);
    const mark = head.readUInt16BE(0);
    const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
    return new TextDecoder(encoding).decode(head);
  } finally {
    await file.close();
  }
}

async function readDocx(path: string): Promise<string> {
  const { default: mammoth } = await import('mammoth');
  return (await mammoth.extractRawText({ path })).value;
}

async function openPdf(path: string) {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  const library = await PDFiumLibrary.init();
  return library.loadDocument(await readFile(path));
}

async function readPdf(path: string): Promise<{ text: string; pages: number }> {
  const document = await openPdf(path);
  const pages = document.getPageCount();
  let text = '';
  for (let page = 0; page < Math.min(pages, MAX_PAGES) && text.length < MAX_TEXT; page += 1)
    text += `${document.getPage(page).getText()}\n`;
  return { text, pages };
}

async function drawPage(path: string, number: number): Promise<{ png: Uint8Array; pages: number }> {
  const { default: sharp } = await import('sharp');
  const document = await openPdf(path);
  const pages = document.getPageCount();
  const page = document.getPage(Math.min(Math.max(number, 1), pages) - 1);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const { data } = await page.render({
    scale: Math.min(2, PAGE_PIXELS / Math.max(originalWidth, originalHeight, 1)),
    render: async ({ data: pixels, width, height }) =>
      new Uint8Array(
        await sharp(pixels, { raw: { width, height, channels: 4 } })
          .png()
          .toBuffer(),
      ),
  });
  return { png: data, pages };
}

/** Decoded and encoded again: nothing of the original file but its pixels is left. */
async function drawPicture(path: string): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const picture = sharp(path, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 });
  const resized = picture.rotate().resize({ width: PAGE_PIXELS, height: PAGE_PIXELS, fit: 'inside', withoutEnlargement: true });
  return new Uint8Array(await resized.png().toBuffer());
}

async function measure(path: string): Promise<{ width: number; height: number }> {
  const { default: sharp } = await import('sharp');
  const { width, height } = await sharp(path, { limitInputPixels: false }).metadata();
  return { width, height };
}

/** PostgreSQL keeps no U+0000, and half a character has no UTF-8. */
const tidy = (text: string): string => text.slice(0, MAX_TEXT).replaceAll('\0', '').toWellFormed();

async function work(job: ContentJob): Promise<ContentAnswer> {
  if (job.kind === 'measure') return { kind: 'measure', ...(await measure(job.path)) };
  if (job.kind === 'picture') {
    if (job.mediaType === PDF) return { kind: 'picture', ...(await drawPage(job.path, job.page)) };
    return { kind: 'picture', png: await drawPicture(job.path), pages: 1 };
  }
  if (job.mediaType === PDF) {
    const { text, pages } = await readPdf(job.path);
    return { kind: 'text', text: tidy(text), pages };
  }
  return { kind: 'text', text: tidy(job.mediaType === DOCX ? await readDocx(job.path) : await readText(job.path)), pages: null };
}

parentPort?.postMessage(await work(workerData as ContentJob));
