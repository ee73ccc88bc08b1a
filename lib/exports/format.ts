/** What an export format is, and how its text becomes a body that is read at the reader's own pace. */
import type { LedgerCitation } from '#lib/domain/audit.ts';
import type { ReportColumn, ReportRow } from './report-row.ts';

/** What a report says about itself. */
export interface ReportMeta {
  /** The program's slug and its name. */
  program: string;
  name: string;
  /** Instants in UTC: what was true when, and as far as it was on record by when. */
  asOf: string;
  knownAt: string;
  generatedAt: string;
  /** The filters and the order that chose the rows. */
  filters: Readonly<Record<string, string>>;
  /** In the order in which they are written. */
  columns: readonly ReportColumn[];
  /** Said by every page and every file of the program; of a practice copy, that first. */
  notice: readonly string[];
  /** The last checkpoint over the history, and what it does not cover, in the snapshot that the rows were read from. */
  ledger: LedgerCitation;
}

export interface WriteOptions {
  /** Marks the file as UTF-8 for spreadsheets that would guess otherwise. Programs that read it do not want the mark. */
  bom?: boolean;
}

export interface ExportFormat {
  label: string;
  /** For whom, in a few words. */
  hint: string;
  /** Of a file name, without the dot. */
  extension: string;
  contentType: string;
  /** Nothing is read from `rows` before the body is, and `rows` ends when its reader goes away. */
  write(rows: AsyncIterable<ReportRow>, meta: ReportMeta, options?: WriteOptions): ReadableStream<Uint8Array>;
}

const CHUNK_CHARACTERS = 16_384;

/** Small pieces of text put together, so that a row is not a chunk of its own. */
async function* gathered(texts: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  for await (const text of texts) {
    chunk += text;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

/**
 * The texts as a body in UTF-8. Each chunk is made when it is asked for; when the reader goes away the iterator is
 * closed, which ends what it reads from. A fault in the rows breaks the body off, so that half a file is not taken for all.
 */
export function streamText(texts: AsyncIterable<string>): ReadableStream<Uint8Array> {
  return streamBytes(encoded(gathered(texts)));
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

/** Like `streamText`, for what is bytes already. */
export function streamBytes(chunks: AsyncGenerator<Uint8Array, void, undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Who was answered and has not begun to read by then has left. */
const LEFT_AFTER_MS = 5000;

/**
 * The stream once its first bytes are there, so that a fault before them is thrown instead of ending an answer that has
 * begun. It gives its connection back when it is read to its end or cancelled, and also when the asker leaves before he
 * reads: nobody cancels an answer that was never sent.
 * @param left aborted when the asker leaves
 */
export async function begun(stream: ReadableStream<Uint8Array>, left: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const reader: ReadableStreamDefaultReader<Uint8Array> = stream.getReader();
  let first: ReadableStreamReadResult<Uint8Array> | null = await reader.read();
  let isGone = false;
  const leave = () => {
    isGone = true;
    void reader.cancel('the reader has left').catch(() => undefined);
  };
  const waiting = setTimeout(leave, LEFT_AFTER_MS);
  if (left.aborted) leave();
  else left.addEventListener('abort', leave, { once: true });
  const settle = () => {
    clearTimeout(waiting);
    left.removeEventListener('abort', leave);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(waiting);
        const { done, value } = first ?? (await reader.read());
        first = null;
        if (!done) return controller.enqueue(value);
        settle();
        // Cut short, it must not look like a whole file.
        if (isGone) controller.error(new Error('The reader has left.'));
        else controller.close();
      },
      cancel(reason) {
        settle();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
