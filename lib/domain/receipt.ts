/**
 * The receipt of what an organization submitted, as exact text. It is made from the event alone, so that anybody who keeps the
 * text can have it compared with the record later, line by line.
 */
import { type Answer, type AnsweredBy, answeredByLabels, answerLabels } from './answer.ts';
import { formatInstant } from './time.ts';

export interface ReceiptAnswer {
  condition: string;
  title: string;
  answer: Answer;
  words: string | null;
}

export interface ReceiptFile {
  evidenceId: string;
  title: string;
  /** Of the bytes that were kept; null for a link. */
  sha256: string | null;
  url: string | null;
}

/** What the event `response_submitted` says. */
export interface ReceiptFacts {
  responseId: string;
  receipt: number;
  organization: string;
  answeredBy: AnsweredBy;
  authorName: string | null;
  summary: string | null;
  signedOff: { name: string; title: string; at: string } | null;
  answers: ReceiptAnswer[];
  files: ReceiptFile[];
}

/** Where the event stands in the history. */
export interface ReceiptEvent {
  program: string;
  stream: string;
  sequence: number;
  hash: string;
  recordedAt: string;
  submittedBy: string;
}

export const receiptNumber = (number: number): string => `R-${number}`;

/** Several lines of somebody's words, set in so that no line of theirs can look like one of ours. */
const quoted = (words: string): string[] => words.split(/\r\n|\r|\n/).map((line) => `   | ${line}`);

/** Keeps a value on one line: a title could otherwise write lines of the receipt. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function answerLines(item: ReceiptAnswer, index: number): string[] {
  const head = `${index + 1}. ${oneLine(item.title)}: ${answerLabels[item.answer]}`;
  return [head, ...(item.words === null ? [] : quoted(item.words))];
}

function fileLines(file: ReceiptFile, index: number): string[] {
  const lines = [`${index + 1}. ${oneLine(file.title)}`];
  if (file.url !== null) lines.push(`   Link: ${oneLine(file.url)}`);
  lines.push(file.sha256 === null ? '   No bytes were handed in, only the link.' : `   SHA-256: ${file.sha256}`);
  return lines;
}

/** @param program the name and the zone that the instants are shown in */
export function receiptText(facts: ReceiptFacts, event: ReceiptEvent, program: { name: string; zone: string }): string {
  const at = (instant: string): string => `${formatInstant(instant, program.zone)} (${instant})`;
  const lines = [
    `Receipt ${receiptNumber(facts.receipt)}`,
    `Program: ${oneLine(program.name)}`,
    `Answered by: ${oneLine(facts.organization)} (${answeredByLabels[facts.answeredBy].toLowerCase()})`,
    `Submitted: ${at(event.recordedAt)}`,
    `Submitted by: ${oneLine(event.submittedBy)}`,
    ...(facts.authorName === null ? [] : [`Answers given by: ${oneLine(facts.authorName)}`]),
    facts.signedOff === null
      ? 'Signed off: no sign-off was asked for'
      : `Signed off: ${oneLine(facts.signedOff.name)}, ${oneLine(facts.signedOff.title)}, ${at(facts.signedOff.at)}`,
    '',
    'Answers',
    ...facts.answers.flatMap(answerLines),
    ...(facts.summary === null ? [] : ['', 'In short', ...quoted(facts.summary)]),
    '',
    'Kept with it',
    ...(facts.files.length === 0 ? ['Nothing.'] : facts.files.flatMap(fileLines)),
    '',
    'In the history',
    `Program id: ${event.program}`,
    `Stream: ${event.stream}`,
    `Event: ${event.sequence}`,
    `Hash: ${event.hash}`,
  ];
  return `${lines.join('\n')}\n`;
}

const linesOf = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd());

export interface ReceiptDifference {
  /** From 1. */
  line: number;
  given: string;
  onRecord: string;
}

/**
 * The first line in which a text differs from the receipt on record; null when it is the same. Ends of lines and blanks at them
 * do not count: mail programs change both.
 */
export function firstDifference(given: string, onRecord: string): ReceiptDifference | null {
  const [theirs, ours] = [linesOf(given.trimEnd()), linesOf(onRecord.trimEnd())];
  const length = Math.max(theirs.length, ours.length);
  for (let index = 0; index < length; index += 1) {
    const pair = { given: theirs[index] ?? '', onRecord: ours[index] ?? '' };
    if (pair.given !== pair.onRecord || index >= theirs.length !== index >= ours.length) return { line: index + 1, ...pair };
  }
  return null;
}
