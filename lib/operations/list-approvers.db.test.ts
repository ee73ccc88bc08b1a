import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { ROLES } from '#lib/domain/permission.ts';
import { localDateOf } from '#lib/domain/time.ts';
import { listApprovers } from './list-approvers.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const SLUG = 'psp-2017';
const NOW = '2027-06-01T12:00:00.000000Z';
/** The last instant of March 1, 2026 in New York, and the one after it. */
const END = '2026-03-02T04:59:59.999999Z';
const AFTER = '2026-03-02T05:00:00.000000Z';

let world: World;
let programId: string;
let otherProgramId: string;
const setZone = (zone: string) => world.owner.query('UPDATE program SET zone = $2 WHERE id = $1', [programId, zone]);

beforeAll(async () => {
  world = await openWorld();
  const { slug } = await makePracticeCopy(await world.as('analyst'), SLUG);
  const { rows } = await world.owner.query<{ id: string; slug: string }>('SELECT id, slug FROM program');
  programId = rows.find((row) => row.slug === SLUG)?.id ?? '';
  otherProgramId = rows.find((row) => row.slug === slug)?.id ?? '';
});
afterAll(() => world.close());

async function principal(name: string, kind = 'person'): Promise<string> {
  const id = newId();
  await world.owner.query(`INSERT INTO principal (id, kind, name, created_at) VALUES ($1, $2, $3, '2020-01-01')`, [id, kind, name]);
  return id;
}

interface Grant {
  role?: string;
  program?: string | null;
  from?: string;
  to?: string | null;
  by?: string | null;
  takenBy?: string | null;
}
async function grant(
  principalId: string,
  { role = 'reviewer', program = programId, from = '2026-01-01T00:00:00Z', to = null, by = null, takenBy = null }: Grant = {},
) {
  await world.owner.query(
    `INSERT INTO membership (id, principal_id, program_id, role, granted_by_id, granted_at, revoked_at, revoked_by_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId(), principalId, program, role, by, from, to, takenBy],
  );
}

async function token(
  principalId: string,
  onBehalfOfId: string | null,
  { from = '2026-01-01T00:00:00Z', to = '2026-12-01T00:00:00Z', revoked = null as string | null } = {},
) {
  await world.owner.query(
    `INSERT INTO api_token (id, prefix, digest, principal_id, on_behalf_of_id, created_at, expires_at, revoked_at) VALUES ($1, $2, 'x', $3, $4, $5, $6, $7)`,
    [newId(), newId().slice(-12), principalId, onBehalfOfId, from, to, revoked],
  );
}

const on = async (day: string, slug = SLUG) => (await listApprovers(await world.as('auditor', { now: NOW }), slug, { on: day })).items;
const names = async (day: string, slug = SLUG) => (await on(day, slug)).map(({ name }) => name);
const find = async (name: string, day = '2026-03-01') => (await on(day)).find((item) => item.name === name);

describe('who may ask', () => {
  test.each(ROLES)('%s', async (role) => {
    const expected = role === 'auditor' || role === 'approver' ? 'nothing was refused' : 'forbidden';
    expect(await refusedWith(listApprovers(await world.as(role), SLUG))).toBe(expected);
  });

  test('a day that is none, and one that has not come, are refused; a missing program is not found', async () => {
    const auditor = await world.as('auditor', { now: NOW });
    expect(await refusedWith(listApprovers(auditor, SLUG, { on: '2026-02-30' }))).toBe('invalid_request');
    expect(await refusedWith(listApprovers(auditor, SLUG, { on: NOW }))).toBe('invalid_request');
    expect(await refusedWith(listApprovers(auditor, SLUG, { on: '2027-06-02' }))).toBe('as_of_in_future');
    expect(await refusedWith(listApprovers(auditor, 'no-such-program'))).toBe('not_found');
    expect(await listApprovers(auditor, SLUG)).toMatchObject({ on: '2027-06-01', at: NOW });
  });
});

describe('the end of a day in the program’s zone', () => {
  test('granted at its last instant counts, a microsecond later does not; taken back at that very instant does not count', async () => {
    await grant(await principal('Granted in time'), { from: END });
    await grant(await principal('Granted too late'), { from: AFTER });
    await grant(await principal('Taken back just then'), { to: END });
    await grant(await principal('Taken back just after'), { to: AFTER });
    expect(await names('2026-03-01')).toEqual(['Granted in time', 'Taken back just after']);
    expect(await names('2026-03-02')).toEqual(['Granted in time', 'Granted too late']);
  });

  test('in another zone the same day ends at another instant', async () => {
    await setZone('Pacific/Honolulu');
    try {
      expect(await names('2026-03-01')).toEqual(['Granted in time', 'Granted too late']);
      expect(await names('2026-02-28')).toEqual(['Taken back just after', 'Taken back just then']);
    } finally {
      await setZone('America/New_York');
    }
  });
});

describe('what is told', () => {
  test('roles with power over findings alone, here or everywhere, with who gave and took them', async () => {
    const admin = await principal('Adele Admin');
    const several = await principal('Several Roles');
    await grant(several, { role: 'reviewer', program: null, by: admin });
    await grant(several, { role: 'approver', from: '2026-01-02T00:00:00Z', to: '2026-05-01T00:00:00Z', takenBy: admin });
    await grant(several, { role: 'analyst' });
    await grant(await principal('Only an analyst'), { role: 'analyst' });
    await grant(await principal('Elsewhere'), { program: otherProgramId });
    expect(await find('Only an analyst')).toBeUndefined();
    expect(await find('Elsewhere')).toBeUndefined();
    expect(await find('Several Roles')).toMatchObject({
      kind: 'person',
      obstacle: null,
      onBehalfOf: null,
      grants: [
        { role: 'reviewer', scope: 'every_program', grantedBy: 'Adele Admin', revokedAt: null, revokedBy: null },
        { role: 'approver', scope: 'program', grantedBy: null, revokedAt: '2026-05-01T00:00:00.000000Z', revokedBy: 'Adele Admin' },
      ],
    });
    const other = await listApprovers(await world.as('auditor', { now: NOW }), (await slugOf(otherProgramId)) ?? '', { on: '2026-03-01' });
    expect(other.items.map(({ name }) => name)).toEqual(['Elsewhere', 'Several Roles']);
  });

  test('a disabled account is listed as disabled from the instant that the history names, until it is enabled again', async () => {
    const id = await principal('Dora Disabled');
    await grant(id);
    const act = { actorId: await principal('Who disables'), onBehalfOfId: null, requestId: newId() };
    const stream = { programId: NO_PROGRAM, streamId: NO_PROGRAM, streamKind: 'system' as const, payload: { principalId: id } };
    const { recordedAt } = await recordEvent(world.db.pool, act, { ...stream, kind: 'account_disabled' });
    const today = localDateOf(recordedAt, 'America/New_York');
    expect(await find('Dora Disabled', today)).toMatchObject({ obstacle: 'disabled', disabledAt: recordedAt });
    // The day before it was not.
    expect(await find('Dora Disabled')).toMatchObject({ obstacle: null, disabledAt: null });
    await recordEvent(world.db.pool, act, { ...stream, kind: 'account_enabled' });
    expect(await find('Dora Disabled', today)).toMatchObject({ obstacle: null, disabledAt: null });
  });
});

describe('tokens', () => {
  test('one that acts for a person stands with the person, and by itself; with an end it stops', async () => {
    const person = await principal('Petra Person');
    await grant(person, { role: 'approver' });
    const machine = await principal('Token of Petra', 'token');
    await grant(machine, { role: 'approver' });
    await token(machine, person);
    expect(await find('Petra Person')).toMatchObject({
      obstacle: null,
      tokens: [{ name: 'Token of Petra', roles: ['approver'], revokedAt: null }],
    });
    expect(await find('Token of Petra')).toMatchObject({ kind: 'token', obstacle: null, onBehalfOf: { id: person, name: 'Petra Person' } });
    expect(await find('Token of Petra', '2026-12-02')).toMatchObject({ obstacle: 'token_ended' });
    expect((await find('Petra Person', '2026-12-02'))?.tokens).toEqual([]);
  });

  test('one that was revoked, and one whose person lacked the role, could not approve', async () => {
    const person = await principal('Paul Plain');
    await grant(person, { role: 'reviewer' });
    for (const [name, role, revoked] of [
      ['Token revoked', 'reviewer', '2026-02-01T00:00:00Z'],
      ['Token above its person', 'approver', null],
      ['Token good', 'reviewer', null],
    ] as const) {
      const machine = await principal(name, 'token');
      await grant(machine, { role });
      await token(machine, person, { revoked });
    }
    expect((await find('Token revoked'))?.obstacle).toBe('token_ended');
    expect((await find('Token above its person'))?.obstacle).toBe('person_without_role');
    expect((await find('Paul Plain'))?.tokens.map(({ name }) => name)).toEqual(['Token good']);
  });

  test('one without a person acts in its own name', async () => {
    const machine = await principal('Token alone', 'token');
    await grant(machine, { program: null });
    await token(machine, null);
    expect(await find('Token alone')).toMatchObject({ obstacle: null, onBehalfOf: null, tokens: [] });
  });
});

async function slugOf(id: string): Promise<string | undefined> {
  const { rows } = await world.owner.query<{ slug: string }>('SELECT slug FROM program WHERE id = $1', [id]);
  return rows[0]?.slug;
}
