import { getProgram } from '#lib/operations/get-program.ts';
import { listApprovers } from '#lib/operations/list-approvers.ts';
import { listBackDated } from '#lib/operations/list-back-dated.ts';
import { listCheckpoints } from '#lib/operations/list-checkpoints.ts';
import { sampleEvents } from '#lib/operations/sample-events.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { type ApiRequest, programOf, readQuery } from '../request.ts';
import {
  approverList,
  approverQuery,
  backDatedList,
  backDatedQuery,
  checkpointList,
  checkpointQuery,
  sample,
  sampleQuery,
} from '../schemas/audit.ts';

const tag = 'Audit';
const admit = (request: ApiRequest) => () => getProgram(request.context, programOf(request), 'read_audit');

const checkpoints = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/audit/checkpoints',
  tag,
  summary: 'The checkpoints over the history, newest first',
  description: 'Each is a signed digest of what was recorded in the whole installation since the one before it.',
  query: checkpointQuery,
  refusals: ['not_found', 'forbidden'],
  success: { status: 200, description: 'A page of checkpoints, and what none covers yet.', schema: checkpointList },
  async handle(request) {
    const query = await readQuery(request, checkpointQuery, admit(request));
    const { items, nextCursor, state, readAt } = await listCheckpoints(request.context, programOf(request), query);
    return { body: { items, nextCursor, ledger: state, asOf: readAt, knownAt: readAt } };
  },
});

const approvers = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/audit/approvers',
  tag,
  summary: 'Who could approve findings on a day',
  description:
    "Everybody who held a role with power over findings at the end of that day in the program's zone, and what stood in the way.",
  query: approverQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'All of them, on one page.', schema: approverList },
  async handle(request) {
    const query = await readQuery(request, approverQuery, admit(request));
    const { on, at, items } = await listApprovers(request.context, programOf(request), query);
    return { body: { on, at, items, nextCursor: null, asOf: at, knownAt: request.context.now() } };
  },
});

const backDated = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/audit/back-dated',
  tag,
  summary: 'Events that took effect long before they were recorded',
  query: backDatedQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'A page of events, the last recorded first.', schema: backDatedList },
  async handle(request) {
    const query = await readQuery(request, backDatedQuery, admit(request));
    const { items, nextCursor, days, moment } = await listBackDated(request.context, programOf(request), query);
    return { body: { items, nextCursor, days, asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

const drawn = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/audit/sample',
  tag,
  summary: 'A random sample of events, by a seed',
  description:
    'The first events in the order of SHA-256 over the JSON array of strings ["proviso/sample/1", seed, stream, sequence]: anybody can draw it again from the exported ledger.',
  query: sampleQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'The sample, on one page.', schema: sample },
  async handle(request) {
    const { findings, ...query } = await readQuery(request, sampleQuery, admit(request));
    const found = await sampleEvents(request.context, programOf(request), { ...query, findingsOnly: findings === '1' });
    const { items, seed, size, findingsOnly, settled, moment } = found;
    return { body: { items, nextCursor: null, seed, size, findingsOnly, settled, asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

export const auditEndpoints: readonly Endpoint[] = [checkpoints, approvers, backDated, drawn];
