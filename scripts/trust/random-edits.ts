/** Edits of every kind by several people, chosen at random, through the product's operations. */
import type { Database } from '#lib/data/client.ts';
import { addNote } from '#lib/operations/add-note.ts';
import { approveFinding } from '#lib/operations/approve-finding.ts';
import { correctStatus } from '#lib/operations/correct-status.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { returnProposal } from '#lib/operations/return-proposal.ts';
import type { Random } from './random.ts';
import type { ContextOf } from './types.ts';

/** What a client does next, and the kind it is counted under. */
export interface Edit {
  kind: 'move' | 'reopen' | 'note' | 'correct' | 'propose' | 'approve' | 'return';
  act(): Promise<unknown>;
}

/** What a client knows of a row when it chooses. */
export interface SeenRow {
  id: string;
  status: string;
  version: number;
  stateVersion: number;
  openProposal: string | null;
  /** What held before the last change of status. */
  before: string;
}

const DAY = 86_400_000;
const EVIDENCE = { title: 'A policy', class: 'B', url: 'https://example.gov/policy.pdf', issuer: 'body_in_control' };

/** What each open status can be moved to by one person, with the details that the move needs. */
const MOVES: Record<string, { to: string; details?: Record<string, string>; newEvidence?: typeof EVIDENCE }[]> = {
  not_started: [
    { to: 'requested', details: { recipient: 'The clerk', sentOn: '2026-01-02', dueOn: '2026-02-02', dueBasis: 'The letter says so' } },
    { to: 'submitted', details: { answer: 'yes' } },
  ],
  requested: [{ to: 'submitted', details: { answer: 'no' } }, { to: 'under_review' }],
  submitted: [{ to: 'under_review' }],
  under_review: [{ to: 'info_requested', details: { missing: 'A signed copy', dueOn: '2030-01-01' } }],
  info_requested: [{ to: 'submitted', details: { answer: 'in_part' } }, { to: 'under_review' }],
};

const CONCLUSIONS = [
  { to: 'met' },
  { to: 'not_met', details: { unmet: 'The second part', objection: 'In writing' } },
  { to: 'unable_to_determine', details: { reasonCode: 'insufficient', wouldSettle: 'The booking records' } },
];

const OPEN = new Set(Object.keys(MOVES));

/** One time in four a change is dated back, by up to 200 days. */
function dated(random: Random, now: number): { effectiveAt?: string } {
  if (random.int(4) !== 0) return {};
  return { effectiveAt: new Date(now - random.next() * 200 * DAY).toISOString() };
}

function decide(as: ContextOf, row: SeenRow, random: Random): Edit {
  const proposal = row.openProposal ?? '';
  const returns = random.int(5) === 0;
  const decision = returns ? returnProposal : approveFinding;
  return {
    kind: returns ? 'return' : 'approve',
    act: async () => decision(await as('reviewer'), proposal, row.version, { comment: 'Decided.' }),
  };
}

/** Chooses among what is possible on this row; half of the refusals left are races with other clients, which is the point. */
export function chooseEdit(as: ContextOf, row: SeenRow, random: Random, reason: string): Edit {
  const { id, version } = row;
  const body = { reason, ...dated(random, Date.now()) };
  const chance = random.int(20);
  if (row.openProposal && chance < 14) return decide(as, row, random);
  if (chance === 19) return { kind: 'note', act: async () => addNote(await as('analyst'), id, { body: reason }) };
  if (!OPEN.has(row.status)) {
    const cause = { cause: 'new_evidence' };
    return {
      kind: 'reopen',
      act: async () => recordStatus(await as('reviewer'), id, version, { reason, to: 'under_review', details: cause }),
    };
  }
  if (chance > 15 && version > 2) return { kind: 'correct', act: async () => undoLast(as, row, reason) };
  if (row.status === 'under_review' && !row.openProposal && chance < 8) {
    const conclusion = { ...random.pick(CONCLUSIONS), reason, newEvidence: EVIDENCE };
    return { kind: 'propose', act: async () => proposeFinding(await as('analyst'), id, version, conclusion) };
  }
  const move = random.pick(MOVES[row.status] ?? []);
  return { kind: 'move', act: async () => recordStatus(await as('analyst'), id, version, { ...body, ...move }) };
}

/** Takes the last change of status back; refused where that would touch a finding. */
const undoLast = async (as: ContextOf, { id, version, stateVersion, before }: SeenRow, reason: string): Promise<unknown> =>
  correctStatus(await as('reviewer'), id, version, { corrects: stateVersion, to: before, reason });

/** The row as it stands now, in one round trip. */
export async function seeRow(db: Database, id: string): Promise<SeenRow> {
  const { rows } = await db.pool.query<SeenRow>(
    `SELECT a.id, a.status, a.version, a.state_version AS "stateVersion",
       (SELECT p.id FROM proposal p WHERE p.program_id = a.program_id AND p.assessment_id = a.id AND p.state = 'open') AS "openProposal",
       coalesce((SELECT r.status FROM assessment_period r WHERE r.program_id = a.program_id AND r.assessment_id = a.id
         AND r.known_version < a.state_version AND r.valid_to = 'infinity' ORDER BY r.known_version DESC LIMIT 1), 'not_started') AS before
     FROM assessment a WHERE a.id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row) throw new Error(`No assessment ${id}.`);
  return row;
}
