/** The words of a digest: one message a day with everything that is new for one person. */
import { formatDate, type LocalDate } from './time.ts';
import { WORK_GROUPS, type WorkGroup, workLabels } from './work.ts';

export interface DigestLine {
  group: WorkGroup;
  /** For example "Baltimore: Jail access". */
  title: string;
  /** Why it is told, for example "due in 5 business days (August 18, 2017)". Never the text of a note. */
  why: string;
  program: string;
  /** Below the address of the product. */
  path: string;
}

export interface MessageText {
  subject: string;
  text: string;
  html: string;
}

/** Lines of one kind that are written out; the rest is counted. */
const MOST_LINES = 50;

const FOOT =
  'You get this once a day, and only when there is something new. You can change the hour or switch it off on the page of your account.';

/** Everything that a mail program or a browser would take for markup. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** One line, whatever was typed into a name: a line break in a subject would begin another header. */
export const oneLineOf = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

interface Section {
  heading: string;
  lines: readonly DigestLine[];
  more: number;
}

const sectionsOf = (lines: readonly DigestLine[]): Section[] =>
  WORK_GROUPS.flatMap((group) => {
    const own = lines.filter((line) => line.group === group);
    return own.length === 0
      ? []
      : [{ heading: workLabels[group], lines: own.slice(0, MOST_LINES), more: Math.max(0, own.length - MOST_LINES) }];
  });

/**
 * @param day the receiver's own, by which the subject names it
 * @param origin the address of the product as people open it; every link begins with it
 */
export function digestMessage(lines: readonly DigestLine[], day: LocalDate, origin: string): MessageText {
  const sections = sectionsOf(lines);
  const things = lines.length === 1 ? '1 thing' : `${lines.length} things`;
  const work = `${origin}/work`;
  const text = sections.map(({ heading, lines: own, more }) => {
    const rows = own.map(
      (line) => `- ${oneLineOf(line.title)}: ${oneLineOf(line.why)}. ${oneLineOf(line.program)}\n  ${origin}${line.path}`,
    );
    return [heading, ...rows, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
  });
  const html = sections.map(({ heading, lines: own, more }) => {
    const rows = own.map(
      (line) =>
        `<li><a href="${escaped(origin + line.path)}">${escaped(oneLineOf(line.title))}</a>: ${escaped(oneLineOf(line.why))}.<br>${escaped(oneLineOf(line.program))}</li>`,
    );
    return `<h2>${escaped(heading)}</h2>\n<ul>\n${rows.join('\n')}${more > 0 ? `\n<li>and ${more} more</li>` : ''}\n</ul>`;
  });
  return {
    subject: `Proviso: ${things} for ${formatDate(day, 'long')}`,
    text: [...text, `Everything that waits for you: ${work}`, FOOT].join('\n\n'),
    html: `<!doctype html>\n<html lang="en"><body>\n${html.join('\n')}\n<p><a href="${escaped(work)}">Everything that waits for you</a></p>\n<p>${escaped(FOOT)}</p>\n</body></html>`,
  };
}
