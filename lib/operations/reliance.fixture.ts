/** A practice copy with operators' assessments, and the acts that bring one to a finding: for tests of reliance. */
import type { AssessmentRow } from '#lib/domain/record.ts';
import { approveFinding } from './approve-finding.ts';
import { getAssessment } from './load-assessment.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { openOperatorAssessmentAct } from './open-operator-assessment.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordReliance } from './record-reliance.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, type World } from './world.fixture.ts';

export const POLICY = { title: 'Jail policy', class: 'B', url: 'https://example.gov/policy', issuer: 'body_in_control' } as const;
export const AGREEMENT = { title: 'Booking agreement', class: 'C', url: 'https://example.gov/agreement' } as const;
const SAID = { unmet: 'All of it.', objection: 'In writing.' };
const MORE: Record<string, Record<string, string>> = {
  met: {},
  partly_met: SAID,
  not_met: SAID,
  unable_to_determine: { reasonCode: 'insufficient', wouldSettle: 'The policy.' },
};

export interface RelianceWorld extends World {
  slug: string;
  programId: string;
  now(id: string): Promise<AssessmentRow>;
  city(place: string, condition?: string): Promise<AssessmentRow>;
  /** The operator's assessment on a condition, opened if there is none. */
  operator(ref: string, condition?: string): Promise<string>;
  /** From wherever it stands to this finding, by two people. */
  find(id: string, to: string, more?: Record<string, unknown>): Promise<AssessmentRow>;
  reopen(id: string): Promise<AssessmentRow>;
  rely(id: string, on: string[], more?: Record<string, unknown>): Promise<{ relianceId: string; row: AssessmentRow }>;
  kinds(id: string): Promise<string[]>;
}

export async function openRelianceWorld(): Promise<RelianceWorld> {
  const world = await openWorld();
  const { slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017');
  const { rows } = await world.owner.query<{ id: string }>('SELECT id FROM program WHERE slug = $1', [slug]);
  const programId = rows[0]?.id ?? '';
  const idOf = async (sql: string, value: string) => (await world.owner.query<{ id: string }>(sql, [programId, value])).rows[0]?.id ?? '';
  const now = async (id: string) => (await getAssessment(await world.as('viewer'), id)).row;
  const reopen: RelianceWorld['reopen'] = async (id) => {
    const row = await now(id);
    return recordStatus(await world.as('reviewer'), id, row.version, {
      to: 'under_review',
      reason: 'New evidence.',
      details: { cause: 'new_evidence' },
    });
  };
  return {
    ...world,
    slug,
    programId,
    now,
    reopen,
    city: (place, condition = 'notice') => world.row(slug, place, condition),
    async operator(ref, condition = 'notice') {
      const operatorId = await idOf('SELECT id FROM organization WHERE ref = $2 AND $1::uuid IS NOT NULL', ref);
      const conditionId = await idOf('SELECT id FROM condition WHERE program_id = $1 AND ref = $2', condition);
      return (await openOperatorAssessmentAct(await world.as('analyst'), slug, { operatorId, conditionId })).assessmentId;
    },
    async find(id, to, more = {}) {
      const analyst = await world.as('analyst');
      let row = await now(id);
      if (row.status === 'not_started') {
        row = await recordStatus(analyst, id, row.version, { to: 'submitted', reason: 'A letter.', details: { answer: 'yes' } });
      }
      if (row.status !== 'under_review') row = await recordStatus(analyst, id, row.version, { to: 'under_review', reason: 'Taken up.' });
      const body = { to, reason: `Found ${to}.`, newEvidence: POLICY, details: MORE[to] ?? {}, ...more };
      const { proposal, assessment } = await proposeFinding(analyst, id, row.version, body);
      return approveFinding(await world.as('reviewer'), proposal.id, assessment.version, {});
    },
    async rely(id, on, more = {}) {
      const row = await now(id);
      const body = {
        reliesOn: on,
        rule: 'all',
        scope: 'Booking of everybody arrested.',
        validFrom: '2017-01-01',
        newEvidence: AGREEMENT,
        ...more,
      };
      const { reliance, assessment } = await recordReliance(await world.as('analyst'), id, row.version, body);
      return { relianceId: reliance.id, row: assessment };
    },
    async kinds(id) {
      const found = await world.owner.query<{ kind: string }>('SELECT kind FROM event WHERE stream_id = $1 ORDER BY sequence', [id]);
      return found.rows.map(({ kind }) => kind);
    },
  };
}
