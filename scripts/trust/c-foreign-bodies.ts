/** C2 for bodies in control: an id of another program in every field that takes one. */
import type { FormCase, Strange } from './c-foreign-forms.ts';
import type { Case, Ids } from './c-foreign-ids.ts';
import type { Objects, Stage } from './http/stage.ts';

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

const FACT = { validFrom: '2017-01-01', 'source.title': 'A statute', 'source.url': 'https://example.gov/statute' };
const RELIANCE = { rule: 'all', scope: 'Everybody.', validFrom: '2017-01-01' };

/**
 * An organization, a facility and a booking belong to no program, as the place they stand for does not: those that run a place can be
 * chosen in every program. A body that only another program added, and runs nothing, is not known here.
 */
export const organizationForms = (organization: string): FormCase[] => [
  { action: 'addOperatorAction', form: { organizationId: organization } },
  { action: 'recordBookingAction', form: { ...FACT, organizationId: organization, facilityId: organization, basis: 'An agreement.' } },
];

/** Fields of forms about bodies in control and of what an applicant says. */
export const bodyForms: Record<string, (stage: Stage, strange: Strange) => FormCase | FormCase[]> = {
  bookingId: ({ own }, { booking }) => ({
    action: 'recordRelianceAction',
    form: { ...RELIANCE, assessmentId: own.openAssessment, reliesOn: own.reliedOn, bookingId: booking },
  }),
  relianceId: ({ other }) => ({
    action: 'endRelianceAction',
    form: { relianceId: other.reliance, endedOn: '2017-06-01', reason: 'Revoked.' },
  }),
  operatorId: ({ own }, { organization, condition }) => [
    { action: 'openOperatorAssessmentAction', form: { operatorId: organization, conditionId: condition } },
    { action: 'addFacilityAction', form: { ...FACT, operatorId: organization, name: 'A jail', kind: 'county_jail' } },
    { action: 'passOnAction', form: { id: own.referral, operatorId: organization, dueOn: '2040-01-02' } },
    {
      action: 'nameBodyAction',
      as: 'contributor',
      form: { subjectId: own.application, conditions: own.condition, operatorId: organization },
    },
  ],
  conditionId: ({ own }, { condition }) => ({
    action: 'openOperatorAssessmentAction',
    form: { operatorId: own.operator, conditionId: condition },
  }),
  facilityId: ({ own }, { organization }) => ({
    action: 'recordBookingAction',
    form: { ...FACT, organizationId: own.organizationId, facilityId: organization, basis: 'An agreement.' },
  }),
  subjectId: ({ own, other }) => [
    ...['saveDraftAction', 'signOffAction', 'submitDraftAction', 'discardDraftAction'].map((action) => ({
      action,
      as: 'contributor' as const,
      form: { subjectId: other.application, title: 'Chief', [`answers.${own.condition}.answer`]: 'yes' },
    })),
    { action: 'nameBodyAction', as: 'contributor', form: { subjectId: other.application, conditions: own.condition, bodyName: 'A body' } },
    {
      action: 'askTimeAction',
      as: 'contributor',
      form: { subjectId: other.application, deadlineId: own.deadline, wantedOn: '2040-01-02', reason: 'Late.' },
    },
  ],
};
