import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { Context } from '#lib/operations/context.ts';
import { requireUploader, storeFile } from '#lib/operations/store-file.ts';
import { field, fields, present } from './refusal.ts';

/** Files that came with the form itself, as they do without JavaScript. */
export const sentFiles = (data: FormData): File[] =>
  data.getAll('upload').filter((value): value is File => value instanceof File && value.size > 0);

/**
 * The tickets of a form's files. Without JavaScript a small file may come with the form itself: it is stored now.
 * @param name of the field; the files themselves come as `upload`
 */
export async function ticketsOf(context: Context, slug: string, data: FormData, name = 'files'): Promise<string[]> {
  const tickets = fields(data, name);
  const sent = sentFiles(data);
  if (sent.length > 0) await requireUploader(context, slug);
  for (const file of sent) {
    const stored = await storeFile(context, Readable.fromWeb(file.stream() as unknown as WebStream), { fileName: file.name });
    tickets.push(stored.ticket);
  }
  return tickets;
}

/** The item of evidence that is added with an act; none where only its class is given, which stands in the form beforehand. */
export async function newEvidenceFrom(context: Context, slug: string, data: FormData): Promise<Record<string, unknown> | undefined> {
  const [file] = await ticketsOf(context, slug, data, 'newEvidence.file');
  const given = (name: string) => field(data, `newEvidence.${name}`);
  const added = present({
    title: given('title'),
    class: given('class'),
    url: given('url'),
    citation: given('citation'),
    issuer: given('issuer'),
    file,
  });
  return (added.title ?? added.url ?? added.citation ?? added.file) ? added : undefined;
}
