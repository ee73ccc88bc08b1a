/** C2 for bodies in control: an id of another program in every field that takes one. */
import type { Case, Ids } from './c-foreign-ids.ts';
import type { Objects } from './http/stage.ts';

/** Each field of a reliance that takes an id, with the others as they would be accepted. */
export const bodyCases: Record<string, (own: Objects, requested: string) => Case> = (() => {
  const told = { rule: 'all', scope: 'Everybody.', validFrom: '2017-01-01' };
  const newEvidence = { title: 'Agreement', class: 'C', url: 'https://example.gov/agreement' };
  const of = (own: Objects, fields: (ids: Ids) => Record<string, unknown>): Case => ({
    path: `/api/v1/programs/${own.slug}/reliances`,
    body: (ids) => ({ ...told, assessmentId: own.openAssessment, reliesOn: [own.reliedOn], ...fields(ids) }),
  });
  const path = 'POST /api/v1/programs/{program}/reliances';
  return {
    'POST /api/v1/programs/{program}/operators organizationId': (own) => ({
      path: `/api/v1/programs/${own.slug}/operators`,
      body: ({ application }) => ({ organizationId: application }),
    }),
    [`${path} assessmentId`]: (own) => of(own, ({ assessment }) => ({ newEvidence, assessmentId: assessment })),
    [`${path} reliesOn`]: (own) => of(own, ({ assessment }) => ({ newEvidence, reliesOn: [assessment] })),
    [`${path} evidenceId`]: (own) => of(own, ({ evidence }) => ({ evidenceId: evidence })),
    [`${path} bookingId`]: (own) => of(own, ({ application }) => ({ newEvidence, bookingId: application })),
  };
})();
