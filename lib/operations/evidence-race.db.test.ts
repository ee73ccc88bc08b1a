/** A finding that is being approved while what it rests on is being taken away: one of the two happens, in either order. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordStatus as appendStatus } from '#lib/data/history.ts';
import { closeProposal, findProposal } from '#lib/data/proposals.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { approveFinding } from './approve-finding.ts';
import { actOf, type Context } from './context.ts';
import { decideEvidence } from './decide-evidence.ts';
import { endReliance } from './end-reliance.ts';
import { getEvidence } from './get-evidence.ts';
import { getReceipt } from './get-receipt.ts';
import { openOperatorAssessmentAct } from './open-operator-assessment.ts';
import { draftOf, makeOrganization } from './organization.fixture.ts';
import { proposeFinding } from './propose-finding.ts';
import { recallResponse } from './recall-response.ts';
import { recordReliance } from './record-reliance.ts';
import { recordStatus } from './record-status.ts';
import { saveDraft } from './save-draft.ts';
import { sealEvidence } from './seal-evidence.ts';
import { submitDraft } from './submit-draft.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

const NOTHING = 'nothing was refused';
const reason = { reason: 'The wrong letter was attached.' };

/** Stockton handed something in; a finding for Baltimore that names it is proposed. */
async function makeScene() {
  const city = await makeOrganization(world, 'Stockton');
  const person = await city.as(await city.person('Pat Person'));
  await saveDraft(person, city.slug, 0, draftOf(city.applicationId));
  const { responseId } = await submitDraft(person, city.slug, 1, { subjectId: city.applicationId });
  const files = (await getReceipt(person, city.slug, responseId)).facts?.files ?? [];
  const evidenceIds = files.map(({ evidenceId }) => evidenceId);
  const analyst = await world.as('analyst');
  const other = await world.row(city.slug, 'Baltimore', 'access');
  for (const evidenceId of evidenceIds) await decideEvidence(analyst, other.id, { evidenceId, decision: 'link' });
  const reviewed = await recordStatus(analyst, other.id, other.version, { to: 'under_review', reason: 'Taken up.' });
  const newEvidence = { title: 'A policy', class: 'B', url: 'https://example.gov/policy.pdf', issuer: 'body_in_control' };
  const found = { to: 'met', reason: 'It covers it.', evidenceIds, newEvidence };
  const { proposal, assessment } = await proposeFinding(analyst, other.id, reviewed.version, found);
  const reviewer = await world.as('reviewer');
  return {
    city,
    evidenceIds,
    approve: () => refusedWith(approveFinding(reviewer, proposal.id, assessment.version, {})),
    approveWithoutLock: () => refusedWith(approveWithoutLock(reviewer, proposal.id)),
    recall: () => refusedWith(recallResponse(person, city.slug, responseId, reason)),
    seal: async () => refusedWith(sealEvidence(await world.as('counsel'), evidenceIds[0] ?? '', reason)),
    /** Whether the finding stands, and whether what it names can still be read. */
    async end() {
      const { status } = await world.row(city.slug, 'Baltimore', 'access');
      const { rows } = await world.owner.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM evidence WHERE id = ANY($1) AND sealed_at IS NOT NULL',
        [evidenceIds],
      );
      return { found: status === 'met', sealed: (rows[0]?.n ?? 0) > 0 };
    },
  };
}
type Scene = Awaited<ReturnType<typeof makeScene>>;

/** What approving writes, by somebody who asks nobody to wait. */
async function approveWithoutLock(context: Context, proposalId: string): Promise<void> {
  await inTransaction(world.db, async (tx) => {
    const proposal = await findProposal(tx, proposalId);
    if (!proposal) throw new Error('There is no proposal.');
    await closeProposal(tx, proposal, 'approved', { id: actOf(context).actorId, onBehalfOfId: null }, null);
    await appendStatus(tx, actOf(context), {
      programId: proposal.programId,
      assessmentId: proposal.assessmentId,
      kind: proposal.kind,
      reason: proposal.reason,
      payload: { from: 'under_review', to: proposal.to, details: {}, evidenceIds: proposal.evidenceIds, proposalId, comment: null },
      patch: { status: proposal.to, expiresOn: null },
      proposalId,
    });
  });
}

/** Holds a row that an act needs late, so that the act stops there with everything else done and nothing committed. */
async function stopped<T>(row: { sql: string; id: string }, first: () => Promise<T>, second: () => Promise<T>): Promise<[T, T, boolean]> {
  const blocker = await world.owner.connect();
  try {
    await blocker.query('BEGIN');
    await blocker.query(row.sql, [row.id]);
    const one = first();
    await waitFor(1);
    let done = false;
    const two = second().finally(() => {
      done = true;
    });
    await Promise.race([two, waitFor(2)]);
    const waited = !done;
    await blocker.query('COMMIT');
    return [await one, await two, waited];
  } finally {
    blocker.release();
  }
}

async function waitFor(waiting: number): Promise<void> {
  const sql = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (let asked = 0; asked < 400; asked += 1) {
    if (((await world.owner.query(sql)).rowCount ?? 0) >= waiting) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Fewer than ${waiting} acts wait.`);
}

/** The last thing that a recall, or a seal, writes: the event of its stream. */
const lateInRecall = ({ city }: Scene) => ({ sql: 'SELECT 1 FROM stream WHERE id = $1 FOR UPDATE', id: city.applicationId });
const lateInSeal = ({ evidenceIds }: Scene) => ({ sql: 'SELECT 1 FROM stream WHERE id = $1 FOR UPDATE', id: evidenceIds[0] ?? '' });
/** Approving asks the program for its rule just before it asks for the evidence. */
const lateInApproval = ({ city }: Scene) => ({ sql: 'SELECT 1 FROM program WHERE id = $1 FOR NO KEY UPDATE', id: city.programId });

describe('a recall and an approval at once', () => {
  test('recalled first: the finding is refused', async () => {
    const at = await makeScene();
    expect(await stopped(lateInRecall(at), at.recall, at.approve)).toEqual([NOTHING, 'evidence_required', true]);
    expect(await at.end()).toEqual({ found: false, sealed: true });
  });

  test('approved first: the recall is refused', async () => {
    const at = await makeScene();
    expect(await stopped(lateInApproval(at), at.approve, at.recall)).toEqual([NOTHING, 'response_fixed', true]);
    expect(await at.end()).toEqual({ found: true, sealed: false });
  });

  test('control: an approval that takes no lock rests on what was taken back, in both orders', async () => {
    const one = await makeScene();
    expect(await stopped(lateInRecall(one), one.recall, one.approveWithoutLock)).toEqual([NOTHING, NOTHING, false]);
    expect(await one.end()).toEqual({ found: true, sealed: true });
    const two = await makeScene();
    expect(await stopped(lateInApproval(two), two.approveWithoutLock, two.recall)).toEqual([NOTHING, NOTHING, false]);
    expect(await two.end()).toEqual({ found: true, sealed: true });
  });
});

describe('a seal and an approval at once', () => {
  test('sealed first: the finding is refused', async () => {
    const at = await makeScene();
    const sealed = () => sealSeen(at);
    expect(await stopped(lateInSeal(at), sealed, at.approve)).toEqual([NOTHING, 'evidence_required', true]);
    expect(await at.end()).toEqual({ found: false, sealed: true });
  });

  test('approved first: whoever seals is told that somebody relies on it', async () => {
    const at = await makeScene();
    expect(await stopped(lateInApproval(at), at.approve, at.seal)).toEqual([NOTHING, 'field_required', true]);
    expect(await at.end()).toEqual({ found: true, sealed: false });
  });
});

const sealSeen = async ({ evidenceIds }: Scene): Promise<string> =>
  refusedWith(sealEvidence(await world.as('counsel'), evidenceIds[0] ?? '', { ...reason, seen: true }));

describe('an agreement that somebody relies under', () => {
  test('is told to whoever seals or supersedes it, and is not recalled; sealed, nobody relies under it', async () => {
    const at = await makeScene();
    const [evidenceId = ''] = at.evidenceIds;
    const analyst = await world.as('analyst');
    const other = await world.row(at.city.slug, 'Baltimore', 'access');
    const { rows } = await world.owner.query<{ id: string; conditionId: string }>(
      `SELECT (SELECT id FROM organization WHERE ref = 'md-dpscs') AS id, condition_id AS "conditionId" FROM assessment WHERE id = $1`,
      [other.id],
    );
    const { assessmentId } = await openOperatorAssessmentAct(analyst, at.city.slug, {
      operatorId: rows[0]?.id,
      conditionId: rows[0]?.conditionId,
    });
    const body = { reliesOn: [assessmentId], rule: 'all', scope: 'Everybody arrested.', validFrom: '2017-01-01', evidenceId };
    const { reliance, assessment } = await recordReliance(analyst, other.id, other.version, body);
    const { reliances } = await getEvidence(analyst, evidenceId);
    const agreement = expect.objectContaining({ kind: 'agreement', assessmentId: other.id, to: assessment.status });
    expect(reliances).toEqual(expect.arrayContaining([agreement]));
    expect(await at.seal()).toBe('field_required');
    expect(await at.recall()).toBe('response_fixed');
    // Control: ended, it holds nothing fast any more.
    await endReliance(analyst, reliance.id, assessment.version, { endedOn: '2017-06-01', reason: 'Replaced.' });
    const before = { moment: { asOf: '2017-03-01', knownAt: new Date().toISOString() } };
    expect((await getEvidence(analyst, evidenceId, before)).reliances.map(({ kind }) => kind)).toContain('agreement');
    expect(await at.recall()).toBe(NOTHING);
    const again = { ...body, validFrom: '2017-07-01' };
    const { version } = await world.row(at.city.slug, 'Baltimore', 'access');
    expect(await refusedWith(recordReliance(analyst, other.id, version, again))).toBe('evidence_required');
  });
});
