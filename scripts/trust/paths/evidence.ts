/** Performers of what is done with evidence: operations, server actions, endpoints. */
import type { Role } from '#lib/domain/permission.ts';
import { addEvidenceVersion } from '#lib/operations/add-evidence-version.ts';
import type { Context } from '#lib/operations/context.ts';
import { decideEvidence } from '#lib/operations/decide-evidence.ts';
import { linkEvidenceToAssessments } from '#lib/operations/link-evidence-to-assessments.ts';
import { markPrivileged } from '#lib/operations/mark-privileged.ts';
import { recordEvidence } from '#lib/operations/record-evidence.ts';
import { sealEvidence } from '#lib/operations/seal-evidence.ts';
import { supersedeEvidence } from '#lib/operations/supersede-evidence.ts';
import type { ActionPerformer, Form } from './site.ts';
import { claimOf, type PathWorld, type Performer } from './world.ts';

const ITEM = { class: 'B', title: 'A policy', url: 'https://example.gov/policy.pdf' };
const REASON = { reason: 'It has to be said why.' };

interface Made {
  assessmentId: string;
  evidenceId: string;
}

/** An item on an assessment of its own. */
async function itemOf(world: PathWorld): Promise<Made> {
  const assessmentId = await world.fresh();
  const { evidenceIds } = await recordEvidence(await world.as('analyst'), world.program.slug, { ...ITEM, assessmentIds: [assessmentId] });
  return { assessmentId, evidenceId: evidenceIds[0] ?? '' };
}

/** Does something with an item of its own, as somebody with a role. */
const withItem =
  (role: Role, act: (context: Context, made: Made, world: PathWorld) => Promise<unknown>): Performer =>
  async (world) => {
    const [context, made] = [await world.as(role), await itemOf(world)];
    return async () => {
      await act(context, made, world);
      return claimOf(context);
    };
  };

const sending = (path: (world: PathWorld, made: Made) => string, body: (made: Made) => unknown): Performer => {
  return async (world) => {
    const made = await itemOf(world);
    return async () => {
      const response = await world.post('analyst', path(world, made), null, body(made));
      const requestId = response.headers.get('x-request-id') ?? '';
      return { actorId: await world.tokenPrincipal('analyst'), onBehalfOfId: null, requestId };
    };
  };
};

export const EVIDENCE_PATHS: Record<string, Performer> = {
  'record-evidence#recordEvidence': withItem('analyst', (context, { assessmentId }, world) =>
    recordEvidence(context, world.program.slug, { ...ITEM, assessmentIds: [assessmentId] }),
  ),
  'link-evidence-to-assessments#linkEvidenceToAssessments': withItem('analyst', async (context, { evidenceId }, world) =>
    linkEvidenceToAssessments(context, evidenceId, { assessmentIds: [await world.fresh()] }),
  ),
  'decide-evidence#decideEvidence': withItem('reviewer', (context, { assessmentId, evidenceId }) =>
    decideEvidence(context, assessmentId, { evidenceId, decision: 'rejected', ...REASON }),
  ),
  'supersede-evidence#supersedeEvidence': withItem('analyst', (context, { evidenceId }) => supersedeEvidence(context, evidenceId, REASON)),
  'seal-evidence#sealEvidence': withItem('analyst', (context, { evidenceId }) => sealEvidence(context, evidenceId, REASON)),
  'mark-privileged#markPrivileged': withItem('counsel', (context, { evidenceId }) =>
    markPrivileged(context, evidenceId, { privileged: true, ...REASON }),
  ),
  'add-evidence-version#addEvidenceVersion': withItem('analyst', (context, { evidenceId }) =>
    addEvidenceVersion(context, evidenceId, { text: 'A better copy.', ...REASON }),
  ),
  'POST /api/v1/programs/{program}/evidence': sending(
    (world) => `/programs/${world.program.slug}/evidence`,
    ({ assessmentId }) => ({ ...ITEM, assessmentIds: [assessmentId] }),
  ),
  'POST /api/v1/assessments/{id}/evidence': sending(
    (_world, { assessmentId }) => `/assessments/${assessmentId}/evidence`,
    ({ evidenceId }) => ({ evidenceId, decision: 'accepted' }),
  ),
};

const calling =
  (
    role: 'analyst' | 'counsel',
    name: string,
    form: (made: Made, world: PathWorld) => Form | Promise<Form>,
    binds = true,
  ): ActionPerformer =>
  async (site) => {
    const [person, made] = [await site.person(role), await itemOf(site.world)];
    const fields = await form(made, site.world);
    return () => site.call(person, name, binds ? [site.world.program.slug] : [], fields);
  };

export const EVIDENCE_ACTIONS: Record<string, ActionPerformer> = {
  recordEvidenceAction: calling('analyst', 'recordEvidenceAction', ({ assessmentId }) => ({ ...ITEM, assessmentIds: assessmentId })),
  decideEvidenceAction: calling('analyst', 'decideEvidenceAction', (made) => ({ ...made, decision: 'accepted' }), false),
  supersedeEvidenceAction: calling('analyst', 'supersedeEvidenceAction', ({ evidenceId }) => ({ evidenceId, ...REASON })),
  sealEvidenceAction: calling('analyst', 'sealEvidenceAction', ({ evidenceId }) => ({ evidenceId, ...REASON })),
  privilegeEvidenceAction: calling('counsel', 'privilegeEvidenceAction', ({ evidenceId }) => ({
    evidenceId,
    privileged: 'yes',
    ...REASON,
  })),
  versionEvidenceAction: calling('analyst', 'versionEvidenceAction', ({ evidenceId }) => ({
    evidenceId,
    text: 'A better copy.',
    ...REASON,
  })),
  linkEvidenceAction: calling('analyst', 'linkEvidenceAction', async ({ evidenceId }, world) => ({
    evidenceId,
    assessmentIds: await world.fresh(),
  })),
};
