/** What a file is, by its content. */
import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import type { Detected } from '#lib/domain/file-kind.ts';

const HEAD_BYTES = 65_536;
/** What a browser or a shell would run, though it is text: never taken for plain text. */
const ACTIVE = /^\s*(<\?xml|<!doctype\s+html|<html|<svg|<script|<head|<body|<iframe|<\?php|#!|%!PS|MZ)/i;
const MARKUP = /<(script|svg|html|iframe|object|embed|foreignObject)[\s>/]/i;

/** Control characters other than tabs and ends of lines. */
const CONTROL = /[^\P{Cc}\s]/u;

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** UTF-8, or UTF-16 with its mark, without control characters and without markup that a browser would run. */
function isPlainText(head: Buffer, whole: boolean): boolean {
  const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  try {
    const decoder = new TextDecoder(utf16 ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8', { fatal: true });
    const text = decoder.decode(head, { stream: !whole });
    return !CONTROL.test(text) && !ACTIVE.test(text) && !MARKUP.test(text);
  } catch {
    return false; // bytes that are no text
  }
}

/** An executable is named nowhere in the list of signatures where it hides behind another ending. */
const isProgram = (head: Buffer): boolean =>
  head.subarray(0, 2).toString('latin1') === 'MZ' || head.subarray(0, 4).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));

/** The kind of content of the file at a path; null for what is neither a known type nor plain text. */
export async function detectFile(path: string): Promise<Detected> {
  const head = await readHead(path);
  if (isProgram(head)) return null;
  const found = await fileTypeFromFile(path).catch(() => undefined);
  if (found) return { mediaType: found.mime };
  return isPlainText(head, head.length < HEAD_BYTES) ? { text: true } : null;
}
