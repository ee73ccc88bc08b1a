import { addOperator } from '#lib/operations/add-operator.ts';
import { endReliance } from '#lib/operations/end-reliance.ts';
import { getOperatorWork, type OperatorWork } from '#lib/operations/get-operator-work.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { listOperators, type OperatorSummary } from '#lib/operations/list-operators.ts';
import { recordProgramReliance } from '#lib/operations/record-reliance.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { type ApiRequest, idOf, programOf, readQuery, runWrite } from '../request.ts';
import { assessment } from '../schemas/assessment.ts';
import {
  addedOperator,
  newOperator,
  newReliance,
  operatorDossier,
  operatorList,
  recordedReliance,
  relianceEnd,
} from '../schemas/operators.ts';
import { momentQuery } from '../schemas/query.ts';

const tag = 'Operators';

type Body = Pick<OperatorSummary, 'id' | 'name' | 'level' | 'state' | 'facilities' | 'applicants' | 'asked'>;

const shown = ({ id, name, level, state, facilities, applicants, asked }: Body) => ({
  id,
  name,
  level,
  state,
  asked,
  applicants,
  facilities: facilities.map((facility) => ({ id: facility.id, name: facility.name, kind: facility.kind, since: facility.operatorSince })),
});

const list = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/operators',
  tag,
  summary: 'Bodies in control: who runs the places where applicants book',
  query: momentQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'All of them, on one page.', schema: operatorList },
  async handle(request) {
    const slug = programOf(request);
    const query = await readQuery(request, momentQuery, () => getProgram(request.context, slug));
    const { items, moment } = await listOperators(request.context, slug, query);
    return { body: { items: items.map(shown), nextCursor: null, asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

const operatorOf = (request: ApiRequest): string => request.params.operator ?? '';

/** Applicants that book there, each once. */
const applicantsOf = ({ dossier }: OperatorWork) => [
  ...new Map(dossier.bookings.map(({ applicationId, applicant }) => [applicationId, { applicationId, name: applicant }])).values(),
];

const one = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/operators/{operator}',
  tag,
  summary: 'An operator, its assessments, who relies on them, and what a finding would change',
  query: momentQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'The operator.', schema: operatorDossier },
  async handle(request) {
    const [slug, id] = [programOf(request), operatorOf(request)];
    const query = await readQuery(request, momentQuery, () => getOperatorWork(request.context, slug, id));
    const work = await getOperatorWork(request.context, slug, id, query);
    const { operator, moment, asked, conditions } = work.dossier;
    const refOf = new Map(conditions.map((condition) => [condition.id, condition.ref]));
    return {
      body: {
        ...shown({ ...operator, asked, applicants: applicantsOf(work) }),
        assessments: work.assessments.map((item) => ({
          condition: refOf.get(item.conditionId) ?? '',
          assessmentId: item.assessmentId,
          status: item.status,
          reliedOnBy: item.dependents.map(({ assessmentId, name, status, would }) => ({ assessmentId, name, status, would })),
        })),
        asOf: moment.asOf,
        knownAt: moment.knownAt,
      },
    };
  },
});

const add = jsonEndpoint({
  method: 'post',
  path: '/programs/{program}/operators',
  tag,
  summary: 'Add an operator to a program',
  body: newOperator,
  refusals: ['not_found', 'field_required'],
  success: { status: 201, description: 'The operator.', schema: addedOperator },
  async handle(request) {
    return { body: await runWrite(request, ({ context, body }) => addOperator(context, programOf(request), body)) };
  },
});

const rely = jsonEndpoint({
  method: 'post',
  path: '/programs/{program}/reliances',
  tag,
  summary: 'Record whose finding an assessment takes',
  description: 'A finding that those relied on have is taken at once, from the later of the finding and the reliance.',
  conditional: true,
  body: newReliance,
  refusals: ['not_found', 'circular_reliance', 'evidence_required', 'effective_in_future'],
  success: { status: 201, description: 'The reliance, with the assessment as it now stands.', schema: recordedReliance },
  async handle(request) {
    const made = await runWrite(request, ({ context, version, body }) => recordProgramReliance(context, programOf(request), version, body));
    return { body: made, version: made.assessment.version };
  },
});

const end = jsonEndpoint({
  method: 'post',
  path: '/reliances/{id}/end',
  tag,
  summary: 'End a reliance from a day on',
  description: 'If-Match names the version of the assessment that relies. What was taken goes back to review from that day.',
  conditional: true,
  body: relianceEnd,
  refusals: ['not_found', 'reliance_ended', 'reason_required', 'effective_in_future'],
  success: { status: 200, description: 'The assessment as it now stands.', schema: assessment },
  async handle(request) {
    const row = await runWrite(request, ({ context, version, body }) => endReliance(context, idOf(request), version, body));
    return { body: row, version: row.version };
  },
});

export const operatorEndpoints: readonly Endpoint[] = [list, one, add, rely, end];
