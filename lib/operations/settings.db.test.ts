/** Rules of a program are changed by two people, and approvals follow the rule: in the operations and in the database. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approveFinding } from './approve-finding.ts';
import type { Context } from './context.ts';
import { decideSetting } from './decide-setting.ts';
import { getSettings } from './get-settings.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { eventsOf, idOf, makePerson, programId } from './people.fixture.ts';
import { proposeFinding } from './propose-finding.ts';
import { proposeSetting } from './propose-setting.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const RECORD = 'psp-2017';
const MET = {
  to: 'met',
  reason: 'The policy says so.',
  newEvidence: { title: 'Jail policy', class: 'B', url: 'https://example.gov/policy', issuer: 'body_in_control' },
};
const OFF = { kind: 'two_person_rule', value: 'off', reason: 'A small office.' };
const ON = { kind: 'two_person_rule', value: 'on', reason: 'Two are here now.' };

let world: World;
let slug: string;
let admin: Context;
let second: Context;
let approver: Context;
/** May propose and approve findings alone, where the rule allows it. */
let reviewer: Context;
beforeAll(async () => {
  world = await openWorld();
  admin = await makePerson(world, 'Ada Admin', ['admin']);
  second = await makePerson(world, 'Sol Second', ['admin']);
  approver = await makePerson(world, 'Abe Approver', ['approver']);
  reviewer = await makePerson(world, 'Rita Reviewer', ['analyst', 'reviewer']);
});
beforeEach(async () => {
  slug = (await makePracticeCopy(await world.as('analyst'), RECORD)).slug;
});
afterAll(() => world.close());

const ask = (context: Context): Context => ({ ...context, requestId: randomUUID() });
const propose = (body: object, by = admin, where = slug) => proposeSetting(ask(by), where, body);
const decide = (changeId: string, decision: 'approve' | 'return', by = approver, comment?: string) =>
  decideSetting(ask(by), changeId, comment === undefined ? { decision } : { decision, comment });
const change = async (body: object) => decide((await propose(body)).changeId, 'approve');
const isOn = async () => (await getSettings(admin, slug)).program.twoPersonRule;

/** Rita takes an assessment under review and proposes that it is met. */
async function proposal(place: string) {
  const row = await world.row(slug, place, 'notice');
  const taken = await recordStatus(reviewer, row.id, row.version, { to: 'under_review', reason: 'Taken up.' });
  const made = await proposeFinding(ask(reviewer), row.id, taken.version, MET);
  return { id: made.proposal.id, version: made.assessment.version };
}

describe('a change of a rule', () => {
  test('takes effect when another person approves, with its events', async () => {
    const proposing = ask(admin);
    const { changeId } = await proposeSetting(proposing, slug, OFF);
    expect(await eventsOf(world, proposing)).toEqual(['setting_change_proposed']);
    expect(await isOn()).toBe(true);
    expect(await refusedWith(decide(changeId, 'approve', admin))).toBe('same_person');
    const asToken = await world.as('admin');
    const token = { ...asToken, actor: asToken.actor && { ...asToken.actor, kind: 'token', onBehalfOfId: idOf(admin) } };
    expect(await refusedWith(decide(changeId, 'approve', token))).toBe('same_person');
    const deciding = ask(approver);
    expect(await decideSetting(deciding, changeId, { decision: 'approve' })).toEqual({ changeId, state: 'approved' });
    expect(await eventsOf(world, deciding)).toEqual(['setting_changed']);
    expect(await isOn()).toBe(false);
  });

  test('is returned with a comment and changes nothing; it is decided once', async () => {
    const { changeId } = await propose(OFF);
    expect(await refusedWith(decide(changeId, 'return'))).toBe('reason_required');
    await decide(changeId, 'return', second, 'Not now.');
    expect(await isOn()).toBe(true);
    await expect(decide(changeId, 'approve')).rejects.toMatchObject({
      code: 'proposal_closed',
      details: { current: { updatedBy: 'Sol Second', status: 'Returned' } },
    });
    const { twoPersonRule } = await getSettings(admin, slug);
    expect(twoPersonRule.past.map(({ state, decidedBy, comment }) => [state, decidedBy, comment])).toEqual([
      ['returned', 'Sol Second', 'Not now.'],
    ]);
  });

  test('of 20 who approve at once one succeeds', async () => {
    const { changeId } = await propose(OFF);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => decide(changeId, 'approve')));
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test('one is open at a time, and the second learns whose', async () => {
    await propose(OFF);
    await expect(propose(OFF, second)).rejects.toMatchObject({ code: 'proposal_open', details: { current: { updatedBy: 'Ada Admin' } } });
  });

  test.each([
    ['what stands already', ON, 'invalid_request'],
    ['no reason', { ...OFF, reason: ' ' }, 'reason_required'],
    ['an unknown rule', { kind: 'zone', value: 'off', reason: 'x' }, 'invalid_request'],
    ['an unknown field', { ...OFF, state: 'approved' }, 'invalid_request'],
  ])('%s is refused', async (_, body, code) => {
    expect(await refusedWith(propose(body))).toBe(code);
  });

  test.each(['viewer', 'analyst', 'reviewer', 'counsel', 'auditor'] as const)('%s neither proposes nor decides', async (role) => {
    const { changeId } = await propose(OFF);
    const asker = await world.as(role);
    expect(await refusedWith(proposeSetting(asker, slug, OFF))).toBe('forbidden');
    expect(await refusedWith(decideSetting(asker, changeId, { decision: 'approve' }))).toBe('forbidden');
    expect((await getSettings(asker, slug)).twoPersonRule.blocked).toBe('An approver or another administrator decides this.');
  });

  test('of another program is not found', async () => {
    const { changeId } = await propose(OFF);
    const elsewhere = await makePerson(world, `Elsa ${slug}`, ['admin'], await programId(world, RECORD));
    expect(await refusedWith(decide(changeId, 'approve', elsewhere))).toBe('not_found');
    expect(await refusedWith(propose(OFF, elsewhere))).toBe('not_found');
    expect(await refusedWith(decide(randomUUID(), 'approve'))).toBe('not_found');
  });
});

describe('while the two-person rule is off', () => {
  test('the same person may approve what was proposed under it, and the rule stays switchable on only', async () => {
    await change(OFF);
    const { id, version } = await proposal('Stockton');
    expect((await approveFinding(ask(reviewer), id, version, {})).status).toBe('met');
    const { twoPersonRule } = await getSettings(admin, slug);
    expect(twoPersonRule.fixed).toBeNull();
    await change(ON);
    expect((await getSettings(admin, slug)).twoPersonRule.fixed).toMatch(/finding is on record/);
    expect(await refusedWith(propose(OFF))).toBe('rule_fixed');
  });

  test('a proposal made while it was on still needs two people', async () => {
    const { id, version } = await proposal('Stockton');
    await change(OFF);
    expect(await refusedWith(approveFinding(ask(reviewer), id, version, {}))).toBe('same_person');
    expect((await approveFinding(await world.as('reviewer'), id, version, {})).status).toBe('met');
  });

  test('on, off, on: a proposal made while it was off needs two people once it is on', async () => {
    await change(OFF);
    const { id, version } = await proposal('Baltimore');
    await change(ON);
    expect(await refusedWith(approveFinding(ask(reviewer), id, version, {}))).toBe('same_person');
    await change(OFF);
    expect((await approveFinding(ask(reviewer), id, version, {})).status).toBe('met');
  });

  test('every other check stays: one without the right still cannot approve', async () => {
    await change(OFF);
    const { id, version } = await proposal('Albuquerque');
    expect(await refusedWith(approveFinding(await world.as('analyst'), id, version, {}))).toBe('forbidden');
    expect(await refusedWith(approveFinding(ask(reviewer), id, version - 1, {}))).toBe('stale_version');
  });
});

test('a finding that came between proposal and approval fixes the rule', async () => {
  const { changeId } = await propose(OFF);
  const { id, version } = await proposal('Stockton');
  await approveFinding(await world.as('reviewer'), id, version, {});
  const events = await world.count('event');
  expect(await refusedWith(decide(changeId, 'approve'))).toBe('rule_fixed');
  expect(await world.count('event')).toBe(events);
  expect((await getSettings(admin, slug)).twoPersonRule.open?.state).toBe('open');
  expect((await decide(changeId, 'return', approver, 'Too late.')).state).toBe('returned');
});

describe('in SQL, as the serving role', () => {
  const insert = (program: string, value: string, by: Context) =>
    world.db.pool.query<{ id: string }>(
      `INSERT INTO setting_change (program_id, id, kind, value, reason, state, proposed_by_id, proposed_at)
       VALUES ($1, gen_random_uuid(), 'two_person_rule', $2, 'x', 'open', $3, now()) RETURNING id`,
      [program, value, idOf(by)],
    );
  const approve = (id: string | undefined, by: Context) =>
    world.db.pool.query(`UPDATE setting_change SET state = 'approved', decided_by_id = $2, decided_at = now() WHERE id = $1`, [
      id,
      idOf(by),
    ]);
  const apply = (program: string, changeId: string | undefined, set: object) =>
    world.db.pool.query('SELECT apply_setting($1::jsonb)', [
      JSON.stringify({
        programId: program,
        changeId,
        actorId: idOf(approver),
        content: JSON.stringify({ reason: 'x', payload: { changeId, set } }),
      }),
    ]);

  test('no rule changes without an approved change by two people that says exactly this', async () => {
    const program = await programId(world, slug);
    await expect(world.db.pool.query('UPDATE program SET two_person_rule = false WHERE id = $1', [program])).rejects.toThrow(/permission/);
    const id = (await insert(program, 'off', admin)).rows[0]?.id;
    await expect(apply(program, id, { twoPersonRule: false })).rejects.toThrow(/needs_proposal/);
    await expect(approve(id, admin)).rejects.toThrow(/two_people/);
    await approve(id, approver);
    await expect(apply(program, id, { assessorId: idOf(admin) })).rejects.toThrow(/invalid_request/);
    await expect(apply(program, id, { twoPersonRule: true })).rejects.toThrow(/invalid_request/);
    await expect(approve(id, second)).rejects.toThrow(/decided once/);
    await apply(program, id, { twoPersonRule: false });
    expect(await isOn()).toBe(false);
  });

  test('a proposal of the time when the rule was on cannot be approved by its proposer, whatever the rule is now', async () => {
    const { id } = await proposal('Stockton');
    await change(OFF);
    await expect(
      world.db.pool.query(`UPDATE proposal SET state = 'approved', decided_by_id = $2, decided_at = now() WHERE id = $1`, [
        id,
        idOf(reviewer),
      ]),
    ).rejects.toThrow(/proposal_two_people/);
  });
});

describe('the assessor', () => {
  const BODY = { kind: 'assessor', name: 'Office of Grants', level: 'federal', reason: 'It assesses.' };

  const ownFiles = () => world.owner.query(`UPDATE program SET record_basis = 'own_files' WHERE slug = $1`, [slug]);

  test('is named by two people, and made known once', async () => {
    await ownFiles();
    await change(BODY);
    const { program, assessor } = await getSettings(admin, slug);
    expect(program.assessor?.name).toBe('Office of Grants');
    expect(assessor.past[0]).toMatchObject({ state: 'approved', organization: { name: 'Office of Grants', level: 'federal' } });
    expect(await refusedWith(propose(BODY))).toBe('invalid_request');
    await change({ ...BODY, level: 'state' });
    await change({ ...BODY, name: 'OFFICE of grants' });
    const { rowCount } = await world.owner.query(`SELECT 1 FROM organization WHERE sort_name = 'office of grants'`);
    expect(rowCount).toBe(2);
  });

  test('cannot be named for a record kept from public sources, nor changed once there is a finding', async () => {
    expect(await refusedWith(propose(BODY, admin, RECORD))).toBe('rule_fixed');
    expect(await refusedWith(propose(BODY))).toBe('rule_fixed');
    await ownFiles();
    const open = await propose(BODY);
    const { id, version } = await proposal('Stockton');
    await approveFinding(await world.as('reviewer'), id, version, {});
    expect(await refusedWith(decide(open.changeId, 'approve'))).toBe('rule_fixed');
    expect(await refusedWith(propose(BODY))).toBe('rule_fixed');
    expect((await getSettings(admin, slug)).assessor.fixed).toMatch(/finding is on record/);
  });
});
