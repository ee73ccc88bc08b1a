/** What a conclusion needs of its evidence, asked of the form's words, of the operation and of SQL: all three say the same. */
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertEvidence, decideEvidence as keepDecision, linkEvidence } from '#lib/data/evidence.ts';
import { recordStatus as appendStatus } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { closeProposal, findProposal, insertProposal } from '#lib/data/proposals.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { EVIDENCE_CLASSES, type EvidenceClass } from '#lib/domain/evidence-class.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { EVIDENCE_FOR, missingEvidence } from '#lib/domain/transition.ts';
import { actOf } from './context.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let row: AssessmentRow;
/** Who must act on the assessment, and who applied. */
let control: string;
let applicant: string;

beforeAll(async () => {
  world = await openWorld();
  const analyst = await world.as('analyst');
  const { slug } = await makePracticeCopy(analyst, 'psp-2017');
  const before = await world.row(slug, 'Stockton', 'access');
  row = await recordStatus(analyst, before.id, before.version, { to: 'under_review', reason: 'Taken up.', details: { reminders: 'Two.' } });
  control = row.responsibleParties[0]?.id ?? '';
  const { rows } = await world.owner.query<{ id: string }>(
    'SELECT organization_id AS id FROM application ap JOIN assessment a ON a.application_id = ap.id WHERE a.id = $1',
    [row.id],
  );
  applicant = rows[0]?.id ?? '';
}, 60_000);
afterAll(() => world.close());

const DETAILS: Partial<Record<Status, Record<string, string>>> = {
  partly_met: { unmet: 'Some.', objection: 'In writing.' },
  not_met: { unmet: 'All.', objection: 'In writing.' },
  unable_to_determine: { reasonCode: 'insufficient', wouldSettle: 'The policy.' },
  not_applicable: { clause: 'The second.' },
  waived: { scope: 'All.', expiresOn: '2030-01-01' },
  withdrawn: { kind: 'city_withdrew' },
};

interface Given {
  class: EvidenceClass;
  from?: string | null;
  inForceFrom?: string;
  inForceTo?: string;
  acceptance?: 'accepted' | 'rejected' | 'pending';
  withdrawn?: 'sealed' | 'superseded';
}

class Undone extends Error {}

/** One item on the assessment, as it is given. */
async function give(
  tx: pg.PoolClient,
  programId: string,
  by: string,
  { acceptance = 'accepted', from, withdrawn, ...item }: Given,
): Promise<string> {
  const none = { issuingBody: null, url: null, datedText: null, datedOn: null, receivedOn: null, grade: null, sourceIds: [], text: null };
  const id = await insertEvidence(tx, {
    ...none,
    ...item,
    title: 'x',
    issuerOrganizationId: from === undefined ? control : from,
    addedById: by,
  });
  await linkEvidence(tx, programId, row.id, id, by);
  if (acceptance !== 'pending')
    await keepDecision(tx, { programId, assessmentId: row.id, evidenceIds: [id], acceptance, reason: null, byId: by });
  if (withdrawn === 'sealed')
    await tx.query(`UPDATE evidence SET sealed_at = clock_timestamp(), sealed_by_id = $2, sealed_reason = 'x' WHERE id = $1`, [id, by]);
  if (withdrawn === 'superseded') await tx.query('UPDATE evidence SET superseded_at = clock_timestamp() WHERE id = $1', [id]);
  return id;
}

/** Records a conclusion as the serving role, past every operation, and takes it back. @returns the refusal of SQL, or "recorded" */
async function throughSql(to: Status, items: Given[], more: Record<string, string> = {}): Promise<string> {
  const analyst = actOf(await world.as('analyst'));
  const reviewer = actOf(await world.as('reviewer'));
  const { rows } = await world.owner.query<{ program_id: string; state_version: number }>(
    'SELECT program_id, state_version FROM assessment WHERE id = $1',
    [row.id],
  );
  const programId = rows[0]?.program_id ?? '';
  const work = inTransaction(world.db, async (tx) => {
    const evidenceIds: string[] = [];
    for (const item of items) evidenceIds.push(await give(tx, programId, analyst.actorId, item));
    const proposalId = newId();
    const details = { ...DETAILS[to], ...more };
    const place = { programId, assessmentId: row.id };
    await insertProposal(tx, {
      ...place,
      id: proposalId,
      kind: 'status_changed',
      to,
      reason: 'x',
      effectiveAt: null,
      details,
      evidenceIds,
      baseStateVersion: rows[0]?.state_version ?? 0,
      proposedById: analyst.actorId,
      proposedOnBehalfOfId: null,
    });
    const proposal = await findProposal(tx, proposalId);
    if (proposal) await closeProposal(tx, proposal, 'approved', { id: reviewer.actorId, onBehalfOfId: null }, null);
    await appendStatus(tx, reviewer, {
      ...place,
      kind: 'status_changed',
      reason: 'x',
      payload: { from: row.status, to, proposalId },
      patch: { status: to },
      proposalId,
    });
    throw new Undone();
  });
  return work.catch((error) => (error instanceof Undone ? 'recorded' : ((error as { code?: string }).code ?? String(error))));
}

/** The same question to the domain, whose sentence the form shows. */
const throughDomain = (to: Status, items: Given[], more: Record<string, string> = {}): string => {
  const rule = items.map((item) => ({
    class: item.class,
    inForceFrom: item.inForceFrom ?? null,
    inForceTo: item.inForceTo ?? null,
    issuerOrganizationId: item.from === undefined ? control : item.from,
    rejected: item.acceptance === 'rejected',
    sealed: item.withdrawn === 'sealed',
    superseded: item.withdrawn === 'superseded',
  }));
  const today = new Date().toISOString().slice(0, 10);
  const conclusion = {
    to,
    on: today,
    details: { ...DETAILS[to], ...more },
    control: { controlledElsewhere: true, responsibleIds: [control] },
  };
  return missingEvidence(rule, conclusion) === null ? 'recorded' : 'evidence_required';
};

test('the lookup table holds the classes that the domain names', async () => {
  const { rows } = await world.owner.query<{ pair: string }>(`SELECT status || ' ' || class AS pair FROM status_evidence ORDER BY 1`);
  const domain = Object.entries(EVIDENCE_FOR).flatMap(([status, classes]) => classes.map((item) => `${status} ${item}`));
  expect(rows.map((item) => item.pair)).toEqual(domain.sort());
});

const CONCLUSIONS = ['met', 'partly_met', 'not_met', 'unable_to_determine', 'not_applicable', 'waived', 'withdrawn'] as const;

describe('each class alone, for each conclusion', () => {
  test.each(CONCLUSIONS.flatMap((to) => EVIDENCE_CLASSES.map((item) => [to, item] as const)))('%s on class %s', async (to, item) => {
    const expected = EVIDENCE_FOR[to]?.includes(item) ? 'recorded' : 'evidence_required';
    expect([throughDomain(to, [{ class: item }]), await throughSql(to, [{ class: item }])]).toEqual([expected, expected]);
  });
});

describe('what else it needs', () => {
  const past = '2020-01-01';
  const cases: [string, Status, Given[], Record<string, string>, string][] = [
    ['nothing at all', 'met', [], {}, 'evidence_required'],
    ['news and a letter', 'met', [{ class: 'H' }, { class: 'G' }], {}, 'evidence_required'],
    ['a letter for what cannot be determined', 'unable_to_determine', [{ class: 'G' }], {}, 'recorded'],
    ['silence of the applicant', 'unable_to_determine', [], { reasonCode: 'no_response_applicant' }, 'recorded'],
    ['a decision of the funder', 'not_applicable', [], { funderDecision: 'Letter of 2017' }, 'recorded'],
    ['an item no longer in force', 'met', [{ class: 'B', inForceTo: past }], {}, 'evidence_required'],
    ['an item not yet in force', 'met', [{ class: 'B', inForceFrom: '2999-01-01' }], {}, 'evidence_required'],
    ['an item in force', 'met', [{ class: 'B', inForceFrom: past, inForceTo: '2999-01-01' }], {}, 'recorded'],
    ['a rejected item beside a good one', 'met', [{ class: 'B' }, { class: 'A', acceptance: 'rejected' }], {}, 'evidence_required'],
    ['a sealed item beside a good one', 'met', [{ class: 'B' }, { class: 'A', withdrawn: 'sealed' }], {}, 'evidence_required'],
    ['a superseded item alone', 'met', [{ class: 'B', withdrawn: 'superseded' }], {}, 'evidence_required'],
    ['a superseded item beside a good one', 'met', [{ class: 'B' }, { class: 'A', withdrawn: 'superseded' }], {}, 'recorded'],
    ['nothing from the body in control', 'met', [{ class: 'B', from: null }], {}, 'evidence_required'],
    ['something from the body in control', 'met', [{ class: 'B', from: null }, { class: 'D' }], {}, 'recorded'],
    ['a letter from the body in control', 'not_met', [{ class: 'B', from: null }, { class: 'G' }], {}, 'evidence_required'],
    ['a claim of practice on a policy', 'met', [{ class: 'B' }], { claim: 'practice' }, 'evidence_required'],
    ['a claim of practice on a record', 'met', [{ class: 'F' }], { claim: 'practice' }, 'recorded'],
    ['a claim of rules on a policy', 'met', [{ class: 'B' }], { claim: 'rules' }, 'recorded'],
  ];
  test.each(cases)('%s', async (_, to, items, more, expected) => {
    expect([throughDomain(to, items, more), await throughSql(to, items, more)]).toEqual([expected, expected]);
  });

  test('an item that nobody accepted carries nothing in SQL', async () => {
    expect(await throughSql('met', [{ class: 'B', acceptance: 'pending' }])).toBe('evidence_required');
  });

  test('what the applicant says does not stand for the body in control', async () => {
    expect(await throughSql('met', [{ class: 'B', from: applicant }])).toBe('evidence_required');
  });
});

test.each(['G', 'H'] as const)('class %s alone is refused by the operation too, in words that say what is missing', async (item) => {
  const body = {
    to: 'met',
    reason: 'x',
    newEvidence: { title: 'x', class: item, url: 'https://example.gov/x', issuer: 'body_in_control' },
  };
  expect(await refusedWith(proposeFinding(await world.as('analyst'), row.id, row.version, body))).toBe('evidence_required');
  const control_ = { ...body, newEvidence: { ...body.newEvidence, class: 'B', issuer: 'applicant' } };
  await expect(proposeFinding(await world.as('analyst'), row.id, row.version, control_)).rejects.toThrow(/from the body in control/);
});
