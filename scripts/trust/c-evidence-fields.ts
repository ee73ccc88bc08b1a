/** C2, C4 on evidence: bodies that would be accepted but for one key more, and foreign ids in each field that takes one. */

import { versionInput } from '#lib/operations/add-evidence-version.ts';
import { evidenceDecisionInput } from '#lib/operations/decide-evidence.ts';
import { linkInput } from '#lib/operations/link-evidence-to-assessments.ts';
import { privilegeInput } from '#lib/operations/mark-privileged.ts';
import { evidenceInput } from '#lib/operations/record-evidence.ts';
import { sealInput } from '#lib/operations/seal-evidence.ts';
import { supersedeInput } from '#lib/operations/supersede-evidence.ts';
import type { Stage } from './http/stage.ts';

const REASON = { reason: 'It has to be said why.' };
const ITEM = { class: 'B', title: 'A policy', url: 'https://example.gov/policy' };

/** As `makeWriters` in c-operations.ts, whose shape this follows. */
export function evidenceWriters({ own, people }: Stage) {
  const { analyst, counsel } = people;
  const of = (schema: { shape: Record<string, unknown> }) => Object.keys(schema.shape);
  const item = { as: analyst, args: [own.evidence] };
  return {
    recordEvidence: { as: analyst, args: [own.slug], body: { ...ITEM, assessmentIds: [own.assessment] }, knows: of(evidenceInput) },
    linkEvidenceToAssessments: { ...item, body: { assessmentIds: [own.openAssessment] }, knows: of(linkInput) },
    decideEvidence: {
      as: analyst,
      args: [own.assessment],
      body: { evidenceId: own.evidence, decision: 'rejected', ...REASON },
      knows: of(evidenceDecisionInput),
    },
    supersedeEvidence: { ...item, body: { ...REASON, seen: true }, knows: of(supersedeInput) },
    sealEvidence: { ...item, body: { ...REASON, seen: true }, knows: of(sealInput) },
    markPrivileged: { as: counsel, args: [own.evidence], body: { privileged: true, ...REASON }, knows: of(privilegeInput) },
    addEvidenceVersion: { ...item, body: { text: 'A copy.', ...REASON }, knows: of(versionInput) },
  };
}

interface Ids {
  assessment: string;
  organization: string;
  evidence: string;
}

/** By method, path and field, as the API's document names them. */
export const evidenceCases = {
  'POST /api/v1/programs/{program}/evidence assessmentIds': ({ slug }: { slug: string }) => ({
    path: `/api/v1/programs/${slug}/evidence`,
    body: ({ assessment }: Ids) => ({ ...ITEM, assessmentIds: [assessment] }),
  }),
  'POST /api/v1/programs/{program}/evidence issuerOrganizationId': ({ slug, assessment }: { slug: string; assessment: string }) => ({
    path: `/api/v1/programs/${slug}/evidence`,
    body: ({ organization }: Ids) => ({ ...ITEM, assessmentIds: [assessment], issuerOrganizationId: organization }),
  }),
  'POST /api/v1/assessments/{id}/evidence evidenceId': ({ assessment }: { assessment: string }) => ({
    path: `/api/v1/assessments/${assessment}/evidence`,
    body: ({ evidence }: Ids) => ({ evidenceId: evidence, decision: 'accepted' }),
  }),
};

/** Fields of forms that take an id, each with one of another program. */
export const evidenceForms = {
  evidenceId: ({ own, other }: Stage) => ({
    action: 'decideEvidenceAction',
    form: { assessmentId: own.assessment, evidenceId: other.evidence, decision: 'accepted' },
  }),
  supersededById: ({ own, other }: Stage) => ({
    action: 'supersedeEvidenceAction',
    form: { evidenceId: own.evidence, supersededById: other.evidence, reason: 'x', seen: 'on' },
  }),
  assessmentIds: ({ other }: Stage) => ({
    action: 'recordEvidenceAction',
    form: { assessmentIds: other.assessment, class: 'B', title: 'A policy', url: 'https://example.gov/x' },
  }),
};
