/**
 * Random histories: assessments of a program of their own that are moved, back-dated, corrected, undone, proposed, approved
 * and noted on, through the same SQL functions as the product and as the role that serves.
 */
import { randomUUID } from 'node:crypto';
import type { Database, Queryable } from '#lib/data/client.ts';
import { decideEvidence, insertEvidence, linkEvidence } from '#lib/data/evidence.ts';
import { type Act, type AssessmentEvent, type AssessmentPatch, openAssessment, recordStatus } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { closeProposal, findProposal, insertProposal } from '#lib/data/proposals.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { ANSWERS } from '#lib/domain/answer.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Status } from '#lib/domain/status.ts';
import { fromMicros } from '#lib/domain/time.ts';
import { transitionsFrom } from '#lib/domain/transition.ts';
import { findCorrected } from '#lib/operations/corrected-event.ts';
import { createRandom, type Random } from './random.ts';

export interface HistoryOptions {
  seed: number;
  assessments: number;
  /** Acts on each assessment, of which a few are refused by the rules and leave nothing. */
  steps: number;
}

export interface RandomHistories {
  programId: string;
  slug: string;
  assessmentIds: string[];
  /** Acts that the rules refused. */
  refused: number;
}

interface Making {
  db: Database;
  random: Random;
  programId: string;
  proposer: Act;
  approver: Act;
}

interface Current {
  id: string;
  status: Status;
  held: Status[];
  /** Sequences of events that changed the status. */
  changes: number[];
  stateVersion: number;
}

const MICROS_PER_DAY = 86_400_000_000;

/** Makes the program, its assessments and their histories, one act after the other. */
export async function makeRandomHistories(db: Database, options: HistoryOptions): Promise<RandomHistories> {
  const random = createRandom(options.seed);
  const programId = newId();
  const slug = `random-${programId.slice(-12)}`;
  const [proposerId, approverId] = [newId(), newId()];
  const actOf = (actorId: string): Act => ({ actorId, onBehalfOfId: null, requestId: randomUUID() });
  const making: Making = { db, random, programId, proposer: actOf(proposerId), approver: actOf(approverId) };
  const condition = await makeProgram(making, slug);
  const assessmentIds: string[] = [];
  let refused = 0;
  for (let n = 0; n < options.assessments; n += 1) {
    const id = await open(making, condition, n);
    assessmentIds.push(id);
    for (let step = 0; step < options.steps; step += 1) if (!(await act(making, id))) refused += 1;
  }
  return { programId, slug, assessmentIds, refused };
}

interface ConditionIds {
  id: string;
  versionId: string;
}

async function makeProgram({ db, programId, proposer, approver }: Making, slug: string): Promise<ConditionIds> {
  const condition = { id: newId(), versionId: newId() };
  const assessor = newId();
  await inTransaction(db, async (tx) => {
    for (const { actorId } of [proposer, approver]) {
      await tx.query(`INSERT INTO principal (id, kind, name, created_at) VALUES ($1, 'person', 'Somebody', clock_timestamp())`, [actorId]);
    }
    await tx.query(`INSERT INTO organization (id, ref, name, sort_name, level) VALUES ($1, $2, 'Assessor', 'assessor', 'other')`, [
      assessor,
      `assessor-${slug}`,
    ]);
    await tx.query(
      `INSERT INTO program (id, slug, name, kind, agency, summary, zone, calendar, record_basis, assessor_id, standing_lines, facts, created_at)
       VALUES ($1, $2, 'Random', 'practice', 'None', 'None', 'America/New_York', 'us-federal', 'own_files', $3, '{}', '{}', clock_timestamp())`,
      [programId, slug, assessor],
    );
    await tx.query(`INSERT INTO condition (program_id, id, ref, title, sort_order, tracked) VALUES ($1, $2, 'one', 'One', 1, true)`, [
      programId,
      condition.id,
    ]);
    await tx.query(
      `INSERT INTO condition_version (program_id, id, condition_id, version, wording, citation, grade, valid_from, recorded_at)
       VALUES ($1, $2, $3, 1, 'Words', 'None', 'primary', DATE '2020-01-01', clock_timestamp())`,
      [programId, condition.versionId, condition.id],
    );
  });
  return condition;
}

async function open({ db, programId, random, proposer }: Making, condition: ConditionIds, n: number): Promise<string> {
  const [id, operatorId] = [newId(), newId()];
  await inTransaction(db, async (tx) => {
    await tx.query(`INSERT INTO organization (id, ref, name, sort_name, level) VALUES ($1, $2, $3, $4, 'county')`, [
      operatorId,
      `body-${operatorId}`,
      `Body ${n}`,
      `body ${n}`,
    ]);
    await openAssessment(tx, proposer, {
      programId,
      assessmentId: id,
      subjectKind: 'operator',
      applicationId: null,
      operatorId,
      conditionId: condition.id,
      conditionVersionId: condition.versionId,
      sortName: `body ${n}`,
      controlledElsewhere: random.int(2) === 0,
      responsible: [{ id: operatorId, role: 'primary' }],
    });
  });
  return id;
}

async function readCurrent({ db, programId }: Making, id: string): Promise<Current> {
  const { rows } = await db.pool.query<Omit<Current, 'id'>>(
    `SELECT a.status, a.state_version AS "stateVersion",
       ARRAY(SELECT DISTINCT p.status FROM assessment_period p WHERE p.program_id = a.program_id AND p.assessment_id = a.id ORDER BY 1) AS held,
       ARRAY(SELECT e.sequence FROM event e WHERE e.program_id = a.program_id AND e.stream_id = a.id
         AND e.kind IN ('status_changed', 'status_corrected') ORDER BY 1) AS changes
     FROM assessment a WHERE a.program_id = $1 AND a.id = $2`,
    [programId, id],
  );
  return { id, ...(rows[0] as Omit<Current, 'id'>) };
}

/** An instant of the last 900 days, or null for now. */
function when(random: Random): string | null {
  if (random.int(2) === 0) return null;
  return fromMicros(BigInt(Date.now()) * 1000n - BigInt(1 + random.int(900) * MICROS_PER_DAY + random.int(MICROS_PER_DAY)));
}

function otherValues({ random, proposer, approver }: Making): AssessmentPatch {
  const day = `2026-0${1 + random.int(9)}-1${random.int(10)}`;
  return random.pick<AssessmentPatch>([
    {},
    { answer: random.pick(ANSWERS) },
    { answer: null },
    { dueOn: day, dueAt: `${day}T03:59:59.999999Z` },
    { dueOn: null, dueAt: null },
    { assigneeId: random.pick([proposer.actorId, approver.actorId, null]) },
    { controlledElsewhere: random.int(2) === 0, responsible: [{ id: randomUUID(), role: 'shared' }] },
  ]);
}

type Wanted = Pick<AssessmentEvent, 'kind' | 'payload' | 'patch' | 'steps' | 'effectiveAt'>;

/** @returns whether the rules allowed it */
async function act(making: Making, id: string): Promise<boolean> {
  const current = await readCurrent(making, id);
  const kinds = [move, move, move, correction, undo, tell, values] as const;
  const wanted = await making.random.pick(kinds)(making, current);
  if (!wanted) return false;
  try {
    await record(making, current, wanted, null);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code !== 'needs_proposal') return false;
  }
  return propose(making, current, wanted);
}

const record = ({ db, programId, proposer }: Making, { id }: Current, wanted: Wanted, proposalId: string | null) =>
  inTransaction(db, (tx) => recordStatus(tx, proposer, { programId, assessmentId: id, reason: 'At random.', ...wanted, proposalId }));

async function propose(making: Making, current: Current, wanted: Wanted): Promise<boolean> {
  const { db, programId, proposer, approver } = making;
  const to = wanted.patch?.status;
  if (!to) return false;
  const id = newId();
  try {
    await inTransaction(db, async (tx) => {
      const kind = wanted.kind === 'status_corrected' ? 'status_corrected' : 'status_changed';
      const { stateVersion: baseStateVersion, id: assessmentId } = current;
      const told = { programId, assessmentId, reason: 'At random.' };
      const evidenceIds = [await acceptedLaw(tx, told, proposer.actorId)];
      await recordStatus(tx, proposer, { ...told, kind: 'proposal_opened', payload: { proposalId: id, to } });
      await insertProposal(tx, {
        ...told,
        id,
        kind,
        to,
        effectiveAt: wanted.effectiveAt ?? null,
        details: {},
        evidenceIds,
        baseStateVersion,
        proposedById: proposer.actorId,
        proposedOnBehalfOfId: null,
      });
      const proposal = await findProposal(tx, id);
      if (proposal) await closeProposal(tx, proposal, 'approved', { id: approver.actorId, onBehalfOfId: null }, null);
      await recordStatus(tx, approver, { ...told, ...wanted, proposalId: id, payload: { ...wanted.payload, proposalId: id } });
    });
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

/** What carries any conclusion: a law of the body in control, accepted on this assessment. */
async function acceptedLaw(
  tx: Queryable,
  { programId, assessmentId }: { programId: string; assessmentId: string },
  byId: string,
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>('SELECT operator_id AS id FROM assessment WHERE program_id = $1 AND id = $2', [
    programId,
    assessmentId,
  ]);
  const nothing = { issuingBody: null, url: null, datedText: null, datedOn: null, receivedOn: null, grade: null, text: null };
  const item = {
    ...nothing,
    class: 'A' as const,
    title: 'A law',
    citation: 'None',
    sourceIds: [],
    issuerOrganizationId: rows[0]?.id ?? null,
  };
  const evidenceId = await insertEvidence(tx, { ...item, addedById: byId });
  await linkEvidence(tx, programId, assessmentId, evidenceId, byId);
  await decideEvidence(tx, { programId, assessmentId, evidenceIds: [evidenceId], acceptance: 'accepted', reason: null, byId });
  return evidenceId;
}

async function move(making: Making, current: Current): Promise<Wanted | null> {
  const { random } = making;
  const { to } = random.pick(transitionsFrom(current.status));
  const expiry = to === 'waived' ? { expiresOn: '2027-06-30' } : {};
  const patch = { status: to, ...otherValues(making), ...expiry };
  return { kind: 'status_changed', payload: { from: current.status, to }, patch, effectiveAt: when(random) };
}

async function correction({ random }: Making, current: Current): Promise<Wanted | null> {
  const corrects = current.changes.at(-1);
  if (corrects === undefined) return null;
  const dates = Array.from({ length: 1 + random.int(4) }, () => when(random) ?? when(random)).filter((date) => date !== null);
  const [effectiveAt = null, ...later] = dates.sort();
  const to = random.pick(current.held);
  const steps = later.map((date) => ({ effectiveAt: date, set: { status: random.pick(current.held) } }));
  return { kind: 'status_corrected', payload: { corrects, from: current.status, to }, patch: { status: to }, steps, effectiveAt };
}

/** Takes back what an event changed, span by span, as the product does it. */
async function undo({ db, programId, random }: Making, current: Current): Promise<Wanted | null> {
  if (current.changes.length === 0) return null;
  const corrects = random.int(3) === 0 ? random.pick(current.changes) : (current.changes.at(-1) ?? 0);
  const { before, effectiveAt } = await findCorrected(db.pool, { id: current.id, program: { id: programId } }, corrects);
  const [first, ...steps] = before;
  return {
    kind: 'status_corrected',
    payload: { corrects, from: current.status, to: first.set.status },
    patch: first.set,
    steps,
    effectiveAt,
  };
}

async function tell(): Promise<Wanted | null> {
  return { kind: 'note_added', payload: { noteId: randomUUID() } };
}

async function values(making: Making): Promise<Wanted | null> {
  const payload = { responseId: randomUUID(), counts: 'undecided' };
  return { kind: 'response_recorded', payload, patch: otherValues(making), effectiveAt: when(making.random) };
}
