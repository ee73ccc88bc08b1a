import { describe, expect, test } from 'vitest';
import type { AssessmentRow } from '#lib/domain/record.ts';
import type { ReportMeta } from './format.ts';
import { exportFormats, FORMATS, isFormat } from './index.ts';
import { isReportColumn, REPORT_COLUMNS, type ReportRow, toReportRow, USUAL_COLUMNS, valueText } from './report-row.ts';

const assessment: AssessmentRow = {
  id: '01999999-0000-7000-8000-000000000001',
  subject: { kind: 'application', id: '01999999-0000-7000-8000-000000000002', name: '=HYPERLINK("http://x.invalid")' },
  applicant: { name: 'Cañon City, "the" town', geoid: '0811810', state: 'CO' },
  condition: { ref: 'access', title: 'Jail access' },
  status: 'requested',
  answer: 'cannot_answer',
  dueOn: '2017-08-18',
  dueAt: '2017-08-19T03:59:59.999999Z',
  deadlineId: null,
  pendingExtension: null,
  flags: ['controlled_elsewhere', 'no_answer_found'],
  responsibleParties: [
    { id: '1', name: 'A county', level: 'county', role: 'primary' },
    { id: '2', name: 'A city', level: 'city', role: 'shared' },
  ],
  reliesOn: [],
  assignee: null,
  openProposal: null,
  version: 3,
  effectiveAt: '2017-08-14T04:00:00.000000Z',
  updatedAt: '2017-08-18T02:00:00.000000Z',
};
const row = toReportRow(assessment, 'None found', 'America/New_York');

const meta: ReportMeta = {
  program: 'psp-2017',
  name: 'Public Safety Partnership 2017',
  asOf: '2017-08-11T03:59:59.999999Z',
  knownAt: '2026-11-22T12:00:00.000000Z',
  generatedAt: '2026-11-22T12:00:00.000000Z',
  filters: { status: 'requested', sort: '-due' },
  columns: REPORT_COLUMNS,
  notice: ['Practice. Not the record.', 'Not an assessment by the Department.'],
  ledger: { checkpoint: { number: 12, hash: 'ab'.repeat(32), sealedAt: '2026-11-22T11:59:00.000000Z' }, unsealedEvents: 3 },
};

async function* rowsOf(...rows: ReportRow[]): AsyncGenerator<ReportRow, void, undefined> {
  yield* rows;
}
const written = async (format: keyof typeof exportFormats, rows: ReportRow[], given = meta): Promise<string> => {
  const bytes = await new Response(exportFormats[format].write(rowsOf(...rows), given)).arrayBuffer();
  return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
};

/** As RFC 4180 has it, and nothing else: what any reader of CSV understands. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    const [whole, quoted, plain = '', end] = match;
    if (whole === '' && match.index === text.length) break;
    records.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') records.push([]);
  }
  return records.at(-1)?.length === 0 ? records.slice(0, -1) : records;
}
const cellsOf = (text: string): Record<string, string>[] => {
  const [names = [], ...records] = parseCsv(text);
  return records.map((record) => Object.fromEntries(names.map((name, index) => [name, record[index] ?? '(missing)'])));
};

describe('every format of the registry', () => {
  test.each(FORMATS)('%s says what it is for', (id) => {
    const { label, hint, extension, contentType } = exportFormats[id];
    expect([label, hint, extension, contentType].every((text) => text.length > 0)).toBe(true);
    expect(isFormat(id)).toBe(true);
  });

  test.each(FORMATS)('%s holds every row, and the lines that the program always says', async (id) => {
    const text = await written(id, [row, row, row]);
    expect(text.split(assessment.id)).toHaveLength(4);
    for (const line of meta.notice) expect(text).toContain(line);
    expect(text).toContain('ab'.repeat(32));
    for (const fact of [meta.program, meta.asOf, meta.knownAt, meta.generatedAt, '0811810', 'Cañon']) expect(text).toContain(fact);
  });

  test.each(FORMATS)('%s reads a row only when it is read itself, and stops with its reader', async (id) => {
    const seen: string[] = [];
    async function* endless(): AsyncGenerator<ReportRow, void, undefined> {
      try {
        for (;;) {
          seen.push('row');
          yield row;
        }
      } finally {
        seen.push('closed');
      }
    }
    const body = exportFormats[id].write(endless(), meta);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toEqual([]);
    const reader = body.getReader();
    await reader.read();
    const first = seen.length;
    expect(first).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen).toHaveLength(first);
    await reader.cancel();
    expect(seen.at(-1)).toBe('closed');
  });

  test.each(FORMATS)('%s that is never read never begins', async (id) => {
    let began = false;
    async function* rows(): AsyncGenerator<ReportRow, void, undefined> {
      began = true;
      yield row;
    }
    await exportFormats[id].write(rows(), meta).cancel();
    expect(began).toBe(false);
  });

  test.each(FORMATS)('%s breaks off when its rows fail', async (id) => {
    async function* rows(): AsyncGenerator<ReportRow, void, undefined> {
      yield row;
      throw new Error('the database went away');
    }
    await expect(new Response(exportFormats[id].write(rows(), meta)).text()).rejects.toThrow('the database went away');
  });
});

test('an unknown format is none, whatever it is called', () => {
  expect(['xml', 'constructor', 'toString', ''].some(isFormat)).toBe(false);
});

describe('CSV', () => {
  test('is read back cell by cell, with what could run as a formula kept from running', async () => {
    const [cells] = cellsOf(await written('csv', [row]));
    expect(cells).toMatchObject({
      applicant: 'Cañon City, "the" town',
      geoid: '0811810',
      subject: `'=HYPERLINK("http://x.invalid")`,
      flags: 'controlled_elsewhere; no_answer_found',
      controlled_by: 'A county; A city (shared)',
      assignee: '',
      version: '3',
      filters: 'status=requested; sort=-due',
      notice: 'Practice. Not the record. Not an assessment by the Department.',
      ledger: `Ledger checkpoint 12, ${'ab'.repeat(32)}; 3 events of this program not yet sealed`,
    });
  });

  test.each(['=1+1', '+1', '-1', '@sum', '\ttab', '\rreturn', '＝1', '＋1', '－1', '＠x'])('%j gets one apostrophe', async (text) => {
    const [cells] = cellsOf(await written('csv', [{ ...row, assignee: text }]));
    expect(cells?.assignee).toBe(`'${text}`);
  });

  test.each(['a, b', 'a "b"', 'two\nlines', 'two\r\nlines', ' blank ', "'quoted"])('%j comes back as it was', async (text) => {
    const [cells] = cellsOf(await written('csv', [{ ...row, assignee: text }]));
    expect(cells?.assignee).toBe(text);
  });

  test('ends its lines as RFC 4180 has it, without a byte order mark unless asked', async () => {
    const text = await written('csv', [row]);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.startsWith('assessment_id,')).toBe(true);
    const marked = await new Response(exportFormats.csv.write(rowsOf(row), meta, { bom: true })).arrayBuffer();
    expect([...new Uint8Array(marked).slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  test('has the names alone when no row fits', async () => {
    expect(parseCsv(await written('csv', []))).toHaveLength(1);
  });
});

describe('JSON', () => {
  test('is one document: what the report is, then its rows', async () => {
    const document = JSON.parse(await written('json', [row, row]));
    expect(document.meta).toEqual(meta);
    expect(document.items).toEqual([row, row]);
  });

  test('is valid without any row, and holds the chosen columns alone', async () => {
    expect(JSON.parse(await written('json', [])).items).toEqual([]);
    const document = JSON.parse(await written('json', [row], { ...meta, columns: ['state', 'applicant'] }));
    expect(Object.entries(document.items[0])).toEqual([
      ['state', 'CO'],
      ['applicant', assessment.applicant?.name],
    ]);
  });
});

describe('a row', () => {
  test('has every column and no other', () => {
    expect(Object.keys(row)).toEqual([...REPORT_COLUMNS]);
    expect(USUAL_COLUMNS.every(isReportColumn)).toBe(true);
    expect(['constructor', 'nonsense'].some(isReportColumn)).toBe(false);
  });

  test('gives the day of its last change in the program zone', () => {
    expect(row.updated_on).toBe('2017-08-17');
  });

  test('says nothing where there is nothing', () => {
    const bare = toReportRow(
      { ...assessment, applicant: null, answer: null, dueOn: null, dueAt: null, flags: [], responsibleParties: [] },
      null,
      'UTC',
    );
    const empty = (
      [
        'applicant',
        'geoid',
        'state',
        'answer',
        'answer_label',
        'due_on',
        'due_at',
        'flags',
        'flag_labels',
        'controlled_by',
        'funder_decision',
      ] as const
    ).map((name) => valueText(bare[name]));
    expect(new Set(empty)).toEqual(new Set(['']));
  });
});
