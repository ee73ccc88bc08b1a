/** Performers of what analysts, reviewers and approvers do. */
import { readFileSync } from 'node:fs';
import { addNote } from '#lib/operations/add-note.ts';
import { approveFinding } from '#lib/operations/approve-finding.ts';
import { correctStatus } from '#lib/operations/correct-status.ts';
import { loadPack } from '#lib/operations/load-pack.ts';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { recordLetter } from '#lib/operations/record-letter.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { returnProposal } from '#lib/operations/return-proposal.ts';
import { claimOf, EVIDENCE, FINDING, type PathWorld, type Performer, RECORD } from './world.ts';

export const MOVE = { to: 'info_requested', reason: 'A paper is missing.', details: { missing: 'A paper', dueOn: '2030-01-01' } };
const PACK = new URL('../../../prisma/seed/psp-2017.json', import.meta.url);
let packs = 0;

/** An open proposal, with the version that the decider sees. */
async function proposed(world: PathWorld): Promise<{ id: string; version: number }> {
  const { proposal, assessment } = await proposeFinding(await world.as('analyst'), await world.fresh(), 3, FINDING);
  return { id: proposal.id, version: assessment.version };
}

export const WORK: Record<string, Performer> = {
  'record-status#recordStatus': async (world) => {
    const [context, id] = [await world.as('analyst'), await world.fresh()];
    return async () => {
      await recordStatus(context, id, 3, { ...MOVE });
      return claimOf(context);
    };
  },
  'correct-status#correctStatus': async (world) => {
    const [context, id] = [await world.as('reviewer'), await world.fresh()];
    return async () => {
      await correctStatus(context, id, 3, { corrects: 3, to: 'requested', reason: 'Taken up too early.' });
      return claimOf(context);
    };
  },
  'add-note#addNote': async (world) => {
    const [context, id] = [await world.as('analyst'), await world.fresh()];
    return async () => {
      await addNote(context, id, { body: 'A remark.' });
      return claimOf(context);
    };
  },
  'propose-finding#proposeFinding': async (world) => {
    const [context, id] = [await world.as('analyst'), await world.fresh()];
    return async () => {
      await proposeFinding(context, id, 3, { ...FINDING });
      return claimOf(context);
    };
  },
  'approve-finding#approveFinding': async (world) => {
    const [context, { id, version }] = [await world.as('reviewer'), await proposed(world)];
    return async () => {
      await approveFinding(context, id, version, { comment: 'Agreed.' });
      return claimOf(context);
    };
  },
  'return-proposal#returnProposal': async (world) => {
    const [context, { id, version }] = [await world.as('reviewer'), await proposed(world)];
    return async () => {
      await returnProposal(context, id, version, { comment: 'Page 2 is missing.' });
      return claimOf(context);
    };
  },
  'record-letter#recordLetter': async (world) => {
    const [context, applicationId] = [await world.as('analyst'), await world.applicationId()];
    const letter = { applicationId, url: EVIDENCE.url, answers: [{ condition: 'access', answer: 'yes' }] };
    return async () => {
      await recordLetter(context, RECORD, letter);
      return claimOf(context);
    };
  },
  'make-practice-copy#makePracticeCopy': async (world) => {
    const context = await world.as('analyst');
    return async () => {
      await makePracticeCopy(context, RECORD);
      // The copy itself is an import for the person who asked.
      return { requestId: context.requestId };
    };
  },
  'load-pack#loadPack': async (world) => {
    const pack = JSON.parse(readFileSync(PACK, 'utf8'));
    packs += 1;
    pack.program.slug = `pack-${packs}`;
    return async () => {
      await loadPack(world.database.db, pack, 'A pack of this test');
      return {};
    };
  },
};
