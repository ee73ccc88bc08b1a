/** What the pages of the record read, on the PSP record in a real database: whole, at a moment, and for someone confined. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/data/client.ts';
import { newId } from '#lib/data/ids.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Grant } from '#lib/domain/permission.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import { createTestDatabase, type TestDatabase } from '../../scripts/test/database.ts';
import type { Context } from './context.ts';
import { getApplication } from './get-application.ts';
import { getConditions } from './get-conditions.ts';
import { getOperator } from './get-operator.ts';
import { getPublicRecord } from './get-public-record.ts';
import { listApplicants } from './list-applicants.ts';
import { listEvidence } from './list-evidence.ts';
import { listOperators } from './list-operators.ts';
import { loadPack } from './load-pack.ts';

const PACK = new URL('../../prisma/seed/psp-2017.json', import.meta.url);
const PSP = 'psp-2017';
const BEFORE_IMPORT = '2020-01-01';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.appUrl, { max: 4 });
  await loadPack(db, JSON.parse(await readFile(PACK, 'utf8')));
}, 60_000);
afterAll(async () => {
  await db.close();
  await database.drop();
});

function contextOf(grants: Grant[] | null): Context {
  const actor = grants && { principalId: newId(), name: 'Reader', kind: 'person', onBehalfOfId: null, grants };
  return { db, actor, requestId: newId(), now: () => instantFromDate(new Date()), secret: 'only for this test', idempotencyKey: null };
}

const viewer = () => contextOf([{ role: 'viewer', programId: null, organizationId: null }]);

async function contributor(ref: string): Promise<Context> {
  const { rows } = await db.pool.query<{ id: string }>('SELECT id FROM organization WHERE ref = $1', [ref]);
  return contextOf([{ role: 'contributor', programId: null, organizationId: rows[0]?.id ?? '' }]);
}

async function idOf(name: string, context = viewer()): Promise<string> {
  const { items } = await listApplicants(context, PSP, { q: name });
  const id = items[0]?.application.id;
  if (!id) throw new Error(`${name} is not listed.`);
  return id;
}

async function operatorId(name: string): Promise<string> {
  const { items } = await listOperators(viewer(), PSP);
  const id = items.find((item) => item.name.includes(name))?.id;
  if (!id) throw new Error(`${name} is not listed.`);
  return id;
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'none';
}

describe('applicants', () => {
  test('sixteen: the four with a letter first, then the twelve without', async () => {
    const { items, states } = await listApplicants(viewer(), PSP);
    expect(items.map((item) => item.application.jurisdiction.name).slice(0, 4)).toEqual([
      'Albuquerque',
      'Baltimore',
      'San Bernardino',
      'Stockton',
    ]);
    expect(items.slice(0, 4).map((item) => [item.assessments.length, item.eligibility?.verdict])).toEqual(Array(4).fill([2, 'open']));
    expect(items.slice(4)).toHaveLength(12);
    expect(items.slice(4).every((item) => item.eligibility === null && item.application.selectedOn === '2017-06-20')).toBe(true);
    expect(states).toContain('CA');
  });

  test('by name, by agency, by state, and page by page without loss', async () => {
    const names = async (query: Parameters<typeof listApplicants>[2]) =>
      (await listApplicants(viewer(), PSP, query)).items.map((item) => item.application.jurisdiction.name);
    expect(await names({ q: 'BALTI' })).toEqual(['Baltimore']);
    expect(await names({ q: '%' })).toEqual([]);
    expect(await names({ state: 'CA' })).toEqual(['San Bernardino', 'Stockton']);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listApplicants(viewer(), PSP, { limit: 3, cursor });
      seen.push(...page.items.map((item) => item.application.jurisdiction.name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(await names({}));
  });

  test('nothing before the import was known; decisions come on their day', async () => {
    expect((await listApplicants(viewer(), PSP, { knownAt: BEFORE_IMPORT })).items).toEqual([]);
    const decisions = async (asOf: string) =>
      (await listApplicants(viewer(), PSP, { q: 'Baltimore', asOf })).items[0]?.application.decisions.map((item) => item.kind);
    expect(await decisions('2019-06-02')).toEqual([]);
    expect((await decisions('2019-06-03'))?.sort()).toEqual(['decision', 'report']);
  });
});

describe('one applicant', () => {
  test('Baltimore: everything about it', async () => {
    const data = await getApplication(viewer(), PSP, await idOf('Baltimore'));
    expect(data.assessments.map((row) => [row.condition.ref, row.status, row.answer])).toEqual([
      ['access', 'submitted', 'cannot_answer'],
      ['notice', 'submitted', 'cannot_answer'],
    ]);
    expect(data.eligibility).toMatchObject({ verdict: 'open' });
    expect(data.facilities.map((facility) => facility.operator?.level)).toEqual(['state']);
    expect(data.requests).toHaveLength(1);
    expect(data.positions.filter((entry) => entry.conditionRef === 'hold')).toHaveLength(2);
    expect(data.laterReports).toHaveLength(1);
    expect(data.evidence).toHaveLength(1);
  });

  test("whether the Albuquerque mayor's letter answers is undecided", async () => {
    const data = await getApplication(viewer(), PSP, await idOf('Albuquerque'));
    expect(data.responses.map((response) => [response.counts, response.answeredBy])).toEqual([['undecided', 'other_official']]);
    expect(data.assessments.map((row) => row.status)).toEqual(['requested', 'requested']);
  });

  test('a letter is there from its own day, not from the evening before', async () => {
    const id = await idOf('Baltimore');
    const onDay = async (asOf: string) => {
      const data = await getApplication(viewer(), PSP, id, { asOf });
      return [data.responses.length, data.evidence.length, data.entries.some((entry) => entry.date === '2017-08-14')];
    };
    expect(await onDay('2017-08-13')).toEqual([0, 0, false]);
    expect(await onDay('2017-08-14')).toEqual([1, 1, true]);
  });

  test('one without a letter has nothing to add up', async () => {
    const data = await getApplication(viewer(), PSP, await idOf('Houston'));
    expect(data).toMatchObject({ assessments: [], eligibility: null, requests: [], responses: [], evidence: [] });
    expect(data.application.decisions.map((decision) => decision.label)).toEqual(['Selected']);
  });
});

describe('operators', () => {
  test('five, each with what depends on it, and a request on record only to the city that was written to', async () => {
    const { items } = await listOperators(viewer(), PSP);
    expect(Object.fromEntries(items.map((item) => [item.ref, item.dependents.length]))).toEqual({
      'bernalillo-county': 2,
      'city-abq': 1,
      'md-dpscs': 2,
      'sbc-sheriff': 2,
      'sjc-sheriff': 2,
    });
    expect(items.filter((item) => item.asked).map((item) => item.ref)).toEqual(['city-abq']);
  });

  test('one: facilities, who books there, what it said, at a moment', async () => {
    const id = await operatorId('Maryland');
    const data = await getOperator(viewer(), PSP, id);
    expect(data.bookings.map((booking) => booking.applicant)).toEqual(['Baltimore']);
    expect(data.positions).toHaveLength(3);
    expect(data.entries.map((entry) => entry.date)).toContain('2017-10-18');
    const then = await getOperator(viewer(), PSP, id, { asOf: '2017-10-17' });
    expect(then.entries.map((entry) => entry.date)).not.toContain('2017-10-18');
  });

  test('what is missing, malformed or no operator is not found', async () => {
    const applicant = (await getApplication(viewer(), PSP, await idOf('Baltimore'))).application.organization.id;
    for (const id of [newId(), 'nonsense', applicant]) expect(await codeOf(getOperator(viewer(), PSP, id))).toBe('not_found');
    expect(await codeOf(getApplication(viewer(), PSP, 'nonsense'))).toBe('not_found');
  });
});

describe('the record', () => {
  test('44 dated facts, 11 conflicts, 10 things not verified; every source named in the facts is found', async () => {
    const record = await getPublicRecord(viewer(), PSP);
    expect([record.entries.length, record.conflicts.length, record.unverified.length]).toEqual([44, 11, 10]);
    expect(record.kinds.reduce((sum, kind) => sum + kind.count, 0)).toBe(44);
    const refs = new Set(record.sources.map((source) => source.ref));
    expect(refs.size).toBe(87);
    expect(record.facts.law).toHaveLength(5);
    expect([record.facts, ...record.facts.law].flatMap((part) => part.sources).filter((ref) => !refs.has(ref))).toEqual([]);
  });

  test('by kind, and only what had happened', async () => {
    const record = await getPublicRecord(viewer(), PSP, { kind: 'law', asOf: '2017-08-03' });
    expect(new Set(record.entries.map((entry) => entry.kind))).toEqual(new Set(['law']));
    const all = await getPublicRecord(viewer(), PSP, { asOf: '2017-08-03' });
    expect(all.entries.at(-1)?.date).toBe('2017-08-03');
  });

  test('three conditions, two tracked, one part of the notice not stated', async () => {
    const { conditions } = await getConditions(viewer(), PSP);
    expect(conditions.map((condition) => [condition.ref, condition.tracked])).toEqual([
      ['access', true],
      ['notice', true],
      ['hold', false],
    ]);
    expect(conditions.every((condition) => condition.reconsideration === null)).toBe(true);
  });
});

describe('who may read', () => {
  test('nobody signed in, and someone without a role', async () => {
    for (const [context, code] of [
      [contextOf(null), 'unauthenticated'],
      [contextOf([]), 'not_found'],
    ] as const) {
      for (const read of [listApplicants, listOperators, listEvidence, getPublicRecord, getConditions])
        expect(await codeOf(read(context, PSP))).toBe(code);
    }
  });

  test("a contributor sees the own organization's things and nothing of the others", async () => {
    const stockton = await contributor('stockton-ca-police');
    expect((await listApplicants(stockton, PSP)).items.map((item) => item.application.jurisdiction.name)).toEqual(['Stockton']);
    expect((await listOperators(stockton, PSP)).items.map((item) => item.ref)).toEqual(['sjc-sheriff']);
    expect((await listEvidence(stockton, PSP)).items).toEqual([]);
    expect(await codeOf(getApplication(stockton, PSP, await idOf('Baltimore')))).toBe('not_found');
    expect(await codeOf(getOperator(stockton, PSP, await operatorId('Maryland')))).toBe('not_found');
    const places = (entries: { subjects: { applicantName: string }[] }[]) =>
      new Set(entries.flatMap((entry) => entry.subjects.map((subject) => subject.applicantName)));
    expect(places((await getPublicRecord(stockton, PSP)).entries)).toEqual(new Set(['Stockton']));
    expect(places((await getApplication(stockton, PSP, await idOf('Stockton'))).entries)).toEqual(new Set(['Stockton']));
    const baltimore = await contributor('baltimore-md-police');
    expect((await listEvidence(baltimore, PSP)).items.map((item) => item.assessments.map((line) => line.applicant))).toEqual([
      ['Baltimore', 'Baltimore'],
    ]);
  });
});
