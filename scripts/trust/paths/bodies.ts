/** Performers of what is recorded about bodies in control, and of the jobs that carry their findings on. */
import { randomUUID } from 'node:crypto';
import { addFacility } from '#lib/operations/add-facility.ts';
import { addOperator } from '#lib/operations/add-operator.ts';
import { applyEndedReliances } from '#lib/operations/apply-ended-reliances.ts';
import { approveFinding } from '#lib/operations/approve-finding.ts';
import { endReliance } from '#lib/operations/end-reliance.ts';
import { openOperatorAssessmentAct } from '#lib/operations/open-operator-assessment.ts';
import { propagateChunk } from '#lib/operations/propagate-outcomes.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { recordBooking } from '#lib/operations/record-booking.ts';
import { recordFacilityOperation } from '#lib/operations/record-facility-operation.ts';
import { recordReliance } from '#lib/operations/record-reliance.ts';
import type { ActionPerformer, Form } from './site.ts';
import { claimOf, EVIDENCE, FINDING, type PathWorld, type Performer, RECORD } from './world.ts';

const SOURCE = { title: 'A statute', url: 'https://example.gov/statute' };
const SOURCE_FORM = { 'source.title': SOURCE.title, 'source.url': SOURCE.url };
const FACILITY = { name: 'A jail', kind: 'county_jail', source: SOURCE };
const RELIANCE = { rule: 'all', scope: 'Everybody.', validFrom: '2020-01-01', newEvidence: EVIDENCE };
const END = { endedOn: '2020-06-01', reason: 'Revoked.' };

async function newOperator(world: PathWorld): Promise<string> {
  const body = { name: `Body ${randomUUID()}`, level: 'county' };
  return (await addOperator(await world.as('analyst'), RECORD, body)).operatorId;
}

async function newFacility(world: PathWorld): Promise<string> {
  const operatorId = await newOperator(world);
  return (await addFacility(await world.as('analyst'), RECORD, { ...FACILITY, operatorId })).facilityId;
}

async function conditionId({ database }: PathWorld): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>(
    'SELECT c.id FROM condition c JOIN program p ON p.id = c.program_id WHERE p.slug = $1 LIMIT 1',
    [RECORD],
  );
  return rows[0]?.id ?? '';
}

async function applicant({ database }: PathWorld): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>(
    'SELECT a.organization_id AS id FROM application a JOIN program p ON p.id = a.program_id WHERE p.slug = $1 LIMIT 1',
    [RECORD],
  );
  return rows[0]?.id ?? '';
}

interface Relying {
  id: string;
  on: string;
  relianceId: string;
  version: number;
}

async function relying(world: PathWorld, more: Record<string, unknown> = {}): Promise<Relying> {
  const [id, on] = [await world.fresh(), await world.fresh()];
  const { reliance, assessment } = await recordReliance(await world.as('analyst'), id, 3, { ...RELIANCE, ...more, reliesOn: [on] });
  return { id, on, relianceId: reliance.id, version: assessment.version };
}

/** A finding for the one relied on; with a limit of none it is left to the job. */
async function find(world: PathWorld, on: string, limit: number): Promise<void> {
  const { proposal, assessment } = await proposeFinding(await world.as('analyst'), on, 3, FINDING);
  await approveFinding(await world.as('reviewer'), proposal.id, assessment.version, {}, limit);
}

/** An act of an analyst on something that is prepared for it. */
const acting =
  <T>(
    prepare: (world: PathWorld) => Promise<T>,
    act: (context: Awaited<ReturnType<PathWorld['as']>>, prepared: T) => Promise<unknown>,
  ): Performer =>
  async (world) => {
    const [context, prepared] = [await world.as('analyst'), await prepare(world)];
    return async () => {
      await act(context, prepared);
      return claimOf(context);
    };
  };

const pair = async (world: PathWorld) => ({ id: await world.fresh(), on: await world.fresh() });

async function waitingPropagation(world: PathWorld): Promise<void> {
  await find(world, (await relying(world)).on, 0);
}

export const BODIES: Record<string, Performer> = {
  'add-operator#addOperator': acting(
    async () => ({ name: `Body ${randomUUID()}`, level: 'county' }),
    (context, body) => addOperator(context, RECORD, body),
  ),
  'add-facility#addFacility': acting(newOperator, (context, operatorId) => addFacility(context, RECORD, { ...FACILITY, operatorId })),
  'record-facility-operation#recordFacilityOperation': acting(
    async (world) => ({ facilityId: await newFacility(world), operatorId: await newOperator(world) }),
    (context, ids) => recordFacilityOperation(context, RECORD, { ...ids, validFrom: '2020-01-01', source: SOURCE }),
  ),
  'record-booking#recordBooking': acting(
    async (world) => ({ facilityId: await newFacility(world), organizationId: await applicant(world) }),
    (context, ids) => recordBooking(context, RECORD, { ...ids, basis: 'An agreement.', source: SOURCE }),
  ),
  'open-operator-assessment#openOperatorAssessmentAct': acting(
    async (world) => ({ operatorId: await newOperator(world), conditionId: await conditionId(world) }),
    (context, body) => openOperatorAssessmentAct(context, RECORD, body),
  ),
  'record-reliance#recordReliance': acting(pair, (context, { id, on }) => recordReliance(context, id, 3, { ...RELIANCE, reliesOn: [on] })),
  'end-reliance#endReliance': acting(relying, (context, { relianceId, version }) => endReliance(context, relianceId, version, END)),
  'propagate-outcomes#propagateChunk': async (world) => {
    await waitingPropagation(world);
    return async () => {
      await propagateChunk(world.database.db);
      return {};
    };
  },
  'apply-ended-reliances#applyEndedReliances': async (world) => {
    const { on, relianceId } = await relying(world, { validTo: '2999-12-31' });
    await find(world, on, 10);
    await world.database.owner.query(`UPDATE reliance SET valid_to = '2020-12-31' WHERE id = $1`, [relianceId]);
    return async () => {
      await applyEndedReliances(world.database.db);
      return {};
    };
  },
};

export const BODY_API_PATHS: Record<string, Performer> = {
  'POST /api/v1/programs/{program}/operators': async (world) => async () => {
    const response = await world.post('analyst', `/programs/${RECORD}/operators`, null, { name: `Body ${randomUUID()}`, level: 'county' });
    return { actorId: await world.tokenPrincipal('analyst'), requestId: response.headers.get('x-request-id') ?? '' };
  },
  'POST /api/v1/programs/{program}/reliances': async (world) => {
    const { id, on } = await pair(world);
    return async () => {
      const body = { ...RELIANCE, assessmentId: id, reliesOn: [on] };
      const response = await world.post('analyst', `/programs/${world.program.slug}/reliances`, 3, body);
      return { actorId: await world.tokenPrincipal('analyst'), requestId: response.headers.get('x-request-id') ?? '' };
    };
  },
  'POST /api/v1/reliances/{id}/end': async (world) => {
    const { relianceId, version } = await relying(world);
    return async () => {
      const response = await world.post('analyst', `/reliances/${relianceId}/end`, version, END);
      return { actorId: await world.tokenPrincipal('analyst'), requestId: response.headers.get('x-request-id') ?? '' };
    };
  },
};

/** An action of an analyst, called with the fields of its form. */
const calling =
  (name: string, bound: unknown[], form: (world: PathWorld) => Promise<Form>): ActionPerformer =>
  async (site) => {
    const [person, fields] = [await site.person('analyst'), await form(site.world)];
    return () => site.call(person, name, bound, fields);
  };

export const BODY_ACTIONS: Record<string, ActionPerformer> = {
  recordRelianceAction: calling('recordRelianceAction', [], async (world) => {
    const { id, on } = await pair(world);
    return {
      assessmentId: id,
      version: '3',
      reliesOn: on,
      rule: 'all',
      scope: 'Everybody.',
      validFrom: '2020-01-01',
      'newEvidence.title': EVIDENCE.title,
      'newEvidence.class': 'C',
      'newEvidence.url': EVIDENCE.url,
    };
  }),
  endRelianceAction: calling('endRelianceAction', [], async (world) => {
    const { id, relianceId, version } = await relying(world);
    return { assessmentId: id, relianceId, version: String(version), ...END };
  }),
  addOperatorAction: calling('addOperatorAction', [RECORD], async () => ({ name: `Body ${randomUUID()}`, level: 'county' })),
  openOperatorAssessmentAction: calling('openOperatorAssessmentAction', [RECORD], async (world) => ({
    operatorId: await newOperator(world),
    conditionId: await conditionId(world),
  })),
  addFacilityAction: calling('addFacilityAction', [RECORD], async (world) => ({
    operatorId: await newOperator(world),
    name: 'A jail',
    kind: 'county_jail',
    ...SOURCE_FORM,
  })),
  recordOperationAction: calling('recordOperationAction', [RECORD], async (world) => ({
    facility: await newFacility(world),
    operatorId: await newOperator(world),
    validFrom: '2020-01-01',
    ...SOURCE_FORM,
  })),
  recordBookingAction: calling('recordBookingAction', [RECORD], async (world) => ({
    facilityId: await newFacility(world),
    organizationId: await applicant(world),
    basis: 'An agreement.',
    ...SOURCE_FORM,
  })),
};
