/** What a trust run says: a line per test on the terminal, and docs/trust.md. */
import type { TrustFigures, TrustResult } from './types.ts';

export interface RunFacts {
  commit: string;
  seed: number;
  cores: number;
  postgres: string;
  /** `YYYY-MM-DD`, UTC. */
  on: string;
  minutes: number;
}

const GROUPS: Record<string, string> = {
  A: 'Consistency and durability',
  B: 'Audit trail and evidence',
  C: 'Access control',
  D: 'Sessions and sign-in',
  E: 'Input',
  F: 'Operations',
  P: 'Speed of the history',
};

const grouped = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
const figure = (value: number | string): string => (typeof value === 'number' ? grouped(value) : value);
const figuresText = (figures: TrustFigures['figures']): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', ');

const controlText = ({ control }: TrustFigures): string => {
  const said = control.figures ? `: ${figuresText(control.figures)}` : '';
  return `${control.what}${said}${control.failedAsItMust ? ' (failed, as it must)' : ' (DID NOT FAIL: the test is void)'}`;
};

/** One line on the terminal, and what went wrong below it. */
export function resultLine({ test, figures, seconds, ok }: TrustResult): string {
  const counts = `tried ${grouped(figures.tried)}, passed ${grouped(figures.passed)}, failed ${grouped(figures.failed)}`;
  const said = figuresText(figures.figures);
  const lines = [
    `${ok ? 'ok    ' : 'FAILED'} ${test.id.padEnd(4)} ${test.title}: ${counts}${said ? `; ${said}` : ''} (${seconds.toFixed(1)} s)`,
    `       control: ${controlText(figures)}`,
  ];
  if (!ok && figures.notes) lines.push(`       ${figures.notes.split('\n').join('\n       ')}`);
  return lines.join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function row({ test, figures, seconds, ok }: TrustResult): string {
  const counts = `${grouped(figures.passed)} of ${grouped(figures.tried)}${ok ? '' : ' (FAILED)'}`;
  const found = [figuresText(figures.figures), figures.notes ?? ''].filter(Boolean).join('. ');
  const cells = [test.id, test.title, test.must, counts, found, controlText(figures), `${seconds.toFixed(1)} s`];
  return `| ${cells.map(cell).join(' | ')} |`;
}

const HEAD = '| test | attack or fault | what must happen | passed | figures | control | time |\n|---|---|---|---|---|---|---|';

/** The whole of docs/trust.md. */
export function trustDocument(results: readonly TrustResult[], facts: RunFacts): string {
  const passed = results.filter((result) => result.ok).length;
  const groups = [...new Set(results.map((result) => result.test.id.charAt(0)))].sort();
  const tables = groups.map((letter) => {
    const rows = results.filter((result) => result.test.id.startsWith(letter)).map(row);
    return `## ${letter}. ${GROUPS[letter] ?? 'More'}\n${HEAD}\n${rows.join('\n')}`;
  });
  return `# Trust tests

Written by \`npm run trust\`, never by hand. Every test attacks or breaks something and says exactly what must happen. Every test has
a control: the same attack against a deliberately broken build, setting or rule, which has to fail. A test whose control does not
fail is void and counts as failed.

| | |
|---|---|
| result | ${passed} of ${results.length} tests passed |
| commit | \`${facts.commit}\` |
| seed | ${facts.seed} (\`npm run trust -- --seed ${facts.seed}\` repeats the run) |
| run on | ${facts.on}, ${facts.minutes.toFixed(1)} minutes |
| machine | ${facts.cores} cores, ${facts.postgres} |

Counts are exact; times and rates depend on the machine. The same tests run smaller in \`npm test\`.

${tables.join('\n\n')}
`;
}

const IS_ROW = /^\| [A-Z]\d+ \|/;
const IS_BAD = /\(FAILED\)|DID NOT FAIL/;

const isRowOf = (line: string, start: string): boolean => IS_ROW.test(line) && line.startsWith(`| ${start}`);

/** Puts the row in the place of the test's former one; a test that is new, at the end of its group. */
function withRow(lines: readonly string[], result: TrustResult): string[] {
  const { id } = result.test;
  const former = lines.findIndex((line) => isRowOf(line, `${id} |`));
  if (former >= 0) return lines.with(former, row(result));
  const last = lines.findLastIndex((line) => isRowOf(line, id.charAt(0)));
  return last < 0 ? [...lines] : lines.toSpliced(last + 1, 0, row(result));
}

/**
 * docs/trust.md with the rows of tests that were run on their own since, and a line that says which, of what commit. A test of a
 * group that it does not have is left out: that belongs to a whole run.
 */
export function withRowsAgain(document: string, results: readonly TrustResult[], facts: RunFacts): string {
  const lines = results.reduce<string[]>(withRow, document.split('\n'));
  const replaced = results.map((result) => result.test.id).filter((id) => lines.some((line) => isRowOf(line, `${id} |`)));
  const rows = lines.filter((line) => IS_ROW.test(line));
  const passed = rows.filter((line) => !IS_BAD.test(line)).length;
  const note = `| run again | ${replaced.join(', ')} at commit \`${facts.commit}\`, seed ${facts.seed}, ${facts.on} |`;
  return lines
    .map((line) => (line.startsWith('| result |') ? `| result | ${passed} of ${rows.length} tests passed |` : line))
    .flatMap((line) => (line.startsWith('| machine |') && replaced.length > 0 ? [note, line] : [line]))
    .join('\n');
}
