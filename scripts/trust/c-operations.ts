/** C4: columns sent as extra keys to every writer. C9: every operation asked by nobody. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Database } from '#lib/data/client.ts';
import { createInvitation } from '#lib/data/invitations.ts';
import { changeInput } from '#lib/operations/change-input.ts';
import type { Context } from '#lib/operations/context.ts';
import { ROOT } from '../lib/paths.ts';
import { bodyWriters } from './c-body-writers.ts';
import { deadlineWriters } from './c-deadlines.ts';
import { evidenceWriters } from './c-evidence-fields.ts';
import { organizationWriters } from './c-organization-writers.ts';
import { createTally, outcomeOf } from './check.ts';
import { inParallel } from './http/client.ts';
import { type ExportedOperation, listOperations } from './http/operations.ts';
import type { Person } from './http/people.ts';
import { countRows, writtenBetween } from './http/rows.ts';
import { type Stage, stageOf } from './http/stage.ts';
import { letterWriters } from './letter-writers.ts';
import type { TrustRun, TrustTest } from './types.ts';
import { writersOfWork } from './writers-work.ts';

/** A call that would be accepted, but for one key more in its body. */
export interface Writer {
  as: Person;
  /** Before the body. */
  args: unknown[];
  body: Record<string, unknown>;
  /** Keys of its own that are columns somewhere too. */
  knows: readonly string[];
}

const CHANGE = ['to', 'reason', 'effectiveOn', 'effectiveAt', 'evidenceIds', 'newEvidence', 'details'];
const LETTER = [
  'applicationId',
  'title',
  'class',
  'url',
  'text',
  'files',
  'authorName',
  'answeredBy',
  'datedOn',
  'receivedOn',
  'counts',
  'summary',
  'answers',
];

async function makeWriters(stage: Stage): Promise<Record<string, Writer>> {
  const { own, people } = stage;
  const { analyst, reviewer, approver, admin } = people;
  const passwords = { hash: async () => 'x', verify: async () => true };
  const offer = { email: null, programId: own.programId, roles: ['viewer'] as const, organizationId: null, invitedById: null, days: 7 };
  const { secret } = await createInvitation(stage.db.pool, offer);
  const setting = { kind: 'two_person_rule', value: 'off', reason: 'To be decided.' };
  const person = { name: 'New', email: 'new@trust.invalid', password: randomBytes(15).toString('base64url') };
  const answers = [{ condition: own.condition, answer: 'yes' }];
  const comment = { body: { comment: 'No.' }, knows: ['comment'] };
  return {
    ...organizationWriters(stage),
    ...letterWriters(stage),
    recordStatus: { as: analyst, args: [own.openAssessment, null], body: { to: 'under_review', reason: 'x' }, knows: CHANGE },
    proposeFinding: { as: analyst, args: [own.openAssessment, null], body: { to: 'met', reason: 'x' }, knows: [...CHANGE, 'corrects'] },
    correctStatus: {
      as: analyst,
      args: [own.openAssessment, null],
      body: { corrects: 1, to: 'requested' },
      knows: ['corrects', 'then', ...CHANGE.slice(0, 4)],
    },
    approveFinding: { as: approver, args: [own.proposal, null], ...comment },
    returnProposal: { as: reviewer, args: [own.proposal, null], ...comment },
    recordLetter: {
      as: analyst,
      args: [own.slug],
      body: { applicationId: own.application, url: 'https://example.gov/x', answers },
      knows: LETTER,
    },
    addNote: { as: analyst, args: [own.assessment], body: { body: 'A note.' }, knows: ['body', 'visibility'] },
    invitePerson: {
      as: admin,
      args: [own.slug],
      body: { roles: ['viewer'] },
      knows: ['roles', 'email', 'organizationId', 'everywhere', 'days'],
    },
    acceptInvitation: { as: admin, args: [passwords, secret], body: person, knows: ['name', 'email', 'password'] },
    changePassword: { as: admin, args: [passwords, null], body: { current: 'x', next: person.password }, knows: ['current', 'next'] },
    grantRole: {
      as: admin,
      args: [own.slug],
      body: { principalId: analyst.principalId, role: 'viewer' },
      knows: ['principalId', 'role', 'organizationId', 'everywhere'],
    },
    makeToken: { as: analyst, args: [own.slug], body: { name: 'Mine', roles: ['analyst'] }, knows: ['name', 'roles', 'days'] },
    proposeSetting: { as: admin, args: [own.slug], body: setting, knows: ['kind', 'value', 'reason'] },
    ...bodyWriters(stage),
    ...writersOfWork(stage),
    ...evidenceWriters(stage),
    decideSetting: { as: approver, args: [own.change], body: { decision: 'approve' }, knows: ['decision', 'comment'] },
    ...deadlineWriters(stage),
  };
}

const FIELD = /^ {2}(\w+) +(\w+)[\][?]*/gm;
const MAPPED = /@map\("(\w+)"\)/g;

/** Every column of every model, by the name of the model and by that of the database. */
function listColumns(): string[] {
  const folder = join(ROOT, 'prisma', 'schema');
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const fields = texts.flatMap((text) => [...text.matchAll(FIELD)].map((match) => match[1] ?? ''));
  const columns = texts.flatMap((text) => [...text.matchAll(MAPPED)].map((match) => match[1] ?? ''));
  return [...new Set([...fields, ...columns, 'orgId', 'isAdmin', '__proto__', 'constructor', 'prototype'])];
}

async function refusalOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
    return { code: 'accepted', message: '' };
  } catch (error) {
    return { code: (error as { code?: string }).code ?? 'fault', message: (error as Error).message };
  }
}

/** A body with one key more, which may be one that an object literal would take for its prototype. */
function withKey(body: Record<string, unknown>, key: string): unknown {
  return JSON.parse(`{${JSON.stringify(key)}: 1, ${JSON.stringify(body).slice(1)}`);
}

async function massAssignment(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const writers = await makeWriters(stage);
  const operations = (await listOperations()).filter((operation) => operation.parameters.includes('body'));
  const columns = listColumns();
  const before = await countRows(stage.owner);
  let accepted = 0;
  // At gate size each writer gets every eighth column, and no two in a row the same ones.
  const every = run.scale(8, 1);
  for (const [index, operation] of operations.entries()) {
    const writer = writers[operation.name];
    tally.check(writer !== undefined, `${operation.name} takes a body and has no case here`);
    if (!writer) continue;
    const keys = columns.filter((column, n) => n % every === index % every && !writer.knows.includes(column));
    await inParallel(keys, 6, async (key) => {
      const { code, message } = await refusalOf(operation.call(stage.contextOf(writer.as), ...writer.args, withKey(writer.body, key)));
      if (code === 'accepted') accepted += 1;
      tally.check(code === 'invalid_request' && message.includes(key), `${operation.name} with ${key}: ${code} ${message}`);
    });
  }
  const written = writtenBetween(before, await countRows(stage.owner));
  tally.check(written.length === 0, `written: ${written.join(', ')}`);
  return tally.figures({ writers: operations.length, columns: columns.length, accepted }, loose(writers.recordStatus, columns));
}

/** The schema of a status change, no longer strict: it takes every key and says nothing. */
function loose(writer: Writer | undefined, columns: readonly string[]) {
  const schema = z.object(changeInput.shape);
  const taken = columns.filter((key) => !writer?.knows.includes(key) && schema.safeParse(withKey(writer?.body ?? {}, key)).success).length;
  return { what: 'the schema of a status change made loose', failedAsItMust: taken > 0, figures: { accepted: taken } };
}

/** Arguments that would be accepted from somebody, by the names of the parameters. */
const argumentsFor = ({ own, people }: Stage): Record<string, unknown> => ({
  slug: own.slug,
  id: own.assessment,
  proposalId: own.proposal,
  clarificationId: own.clarification,
  requestId: own.request,
  responseId: own.response,
  assessmentId: own.assessment,
  organizationId: own.organizationId,
  referralId: own.referral,
  principalId: people.analyst.principalId,
  version: 1,
  format: 'json',
  actions: ['read'],
  query: {},
  input: {},
  body: {},
  request: {},
  options: {},
  secret: 'x'.repeat(43),
});

/** A database that counts the rows it gives. */
function counting(db: Database): { db: Database; rows(): number } {
  let rows = 0;
  const pool = new Proxy(db.pool, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'query' || typeof value !== 'function') return typeof value === 'function' ? value.bind(target) : value;
      return async (...args: unknown[]) => {
        const result = (await value.apply(target, args)) as { rows?: unknown[] };
        rows += result.rows?.length ?? 0;
        return result;
      };
    },
  });
  return { db: { ...db, pool }, rows: () => rows };
}

/** Their right is a secret that is asked for instead. */
const BY_SECRET = new Set(['getInvitation', 'acceptInvitation']);

const askedBy = (stage: Stage, operation: ExportedOperation, context: Context): Promise<unknown> => {
  const known: Record<string, unknown> = operation.name.includes('Application')
    ? { ...argumentsFor(stage), id: stage.own.application }
    : argumentsFor(stage);
  return operation.call(context, ...operation.parameters.map((name) => known[name]));
};

async function askedByNobody(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const operations = await listOperations();
  let rowsGiven = 0;
  let rowsToSomebody = 0;
  for (const operation of operations) {
    const watched = counting(stage.db);
    const outcome = await outcomeOf(askedBy(stage, operation, { ...stage.contextOf(null), db: watched.db }));
    const expected = BY_SECRET.has(operation.name) ? 'invitation_closed' : 'unauthenticated';
    rowsGiven += watched.rows();
    tally.check(outcome === expected && watched.rows() === 0, `${operation.name}: ${outcome}, ${watched.rows()} rows`);
    const open = counting(stage.db);
    const isRead = /^(get|list|preview)/.test(operation.name);
    if (isRead) await outcomeOf(askedBy(stage, operation, { ...stage.contextOf(stage.people.everywhere), db: open.db }));
    rowsToSomebody += open.rows();
  }
  const control = {
    what: 'the same reads asked by an administrator',
    failedAsItMust: rowsToSomebody > 0,
    figures: { rows: rowsToSomebody },
  };
  return tally.figures({ operations: operations.length, 'rows given': rowsGiven }, control);
}

export const operationTests: readonly TrustTest[] = [
  {
    id: 'C4',
    title: 'Each column of each table, sent as an extra key to every writer',
    must: '400 that names the key; nothing accepted, nothing written',
    run: massAssignment,
  },
  {
    id: 'C9',
    title: 'Every operation asked by nobody',
    must: 'Refused before the database gives a row; the list is made from the files',
    run: askedByNobody,
  },
];
