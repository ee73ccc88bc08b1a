/** C4 for bodies in control: calls that would be accepted, but for one key more. */
import type { Writer } from './c-operations.ts';
import type { Stage } from './http/stage.ts';

const SOURCE = { title: 'A statute', url: 'https://example.gov/statute' };
const RELIANCE = { rule: 'all', scope: 'Everybody.', validFrom: '2017-01-01' };
const RELIES = ['reliesOn', 'rule', 'scope', 'validFrom', 'validTo', 'evidenceId', 'newEvidence', 'bookingId'];
const FACT = ['validFrom', 'validTo', 'grade', 'source'];

export function bodyWriters({ own, people }: Stage): Record<string, Writer> {
  const as = people.analyst;
  return {
    addOperator: { as, args: [own.slug], body: { name: 'A body', level: 'county' }, knows: ['organizationId', 'name', 'level', 'state'] },
    addFacility: {
      as,
      args: [own.slug],
      body: { operatorId: own.operator, name: 'A jail', kind: 'county_jail', source: SOURCE },
      knows: ['operatorId', 'name', 'kind', 'address', ...FACT],
    },
    recordFacilityOperation: {
      as,
      args: [own.slug],
      body: { facilityId: own.operator, operatorId: own.operator, validFrom: '2017-01-01', source: SOURCE },
      knows: ['facilityId', 'operatorId', 'replaces', ...FACT],
    },
    recordBooking: {
      as,
      args: [own.slug],
      body: { organizationId: own.organizationId, facilityId: own.operator, basis: 'x', source: SOURCE },
      knows: ['organizationId', 'facilityId', 'basis', ...FACT],
    },
    openOperatorAssessmentAct: {
      as,
      args: [own.slug],
      body: { operatorId: own.operator, conditionId: own.assessment },
      knows: ['operatorId', 'conditionId'],
    },
    recordReliance: { as, args: [own.openAssessment, null], body: { ...RELIANCE, reliesOn: [own.assessment] }, knows: RELIES },
    recordProgramReliance: {
      as,
      args: [own.slug, null],
      body: { ...RELIANCE, assessmentId: own.openAssessment, reliesOn: [own.assessment] },
      knows: [...RELIES, 'assessmentId'],
    },
    endReliance: { as, args: [own.reliance, null], body: { endedOn: '2017-06-01', reason: 'x' }, knows: ['endedOn', 'reason'] },
  };
}
