import type { z } from '@hono/zod-openapi';
import type { EventView } from '#lib/domain/record.ts';
import { correctStatus } from '#lib/operations/correct-status.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { listAssessmentEvents } from '#lib/operations/list-assessment-events.ts';
import { type AssessmentQuery, listAssessments } from '#lib/operations/list-assessments.ts';
import { getAssessment, loadHome } from '#lib/operations/load-assessment.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { idOf, programOf, readQuery, runWrite } from '../request.ts';
import { assessment, assessmentList, type event, eventList } from '../schemas/assessment.ts';
import { assessmentQuery, eventQuery, momentQuery, type reportQuery } from '../schemas/query.ts';
import { correction, statusChange } from '../schemas/writes.ts';

const tag = 'Assessments';
const DEFAULT_LIMIT = 50;

/** `-due` in the address is due, descending. */
export function toAssessmentQuery({
  sort,
  ...filters
}: z.output<typeof assessmentQuery> | Omit<z.output<typeof reportQuery>, 'columns' | 'bom'>): AssessmentQuery {
  if (sort === undefined) return filters;
  const descending = sort.startsWith('-');
  return { ...filters, sort: (descending ? sort.slice(1) : sort) as NonNullable<AssessmentQuery['sort']>, descending };
}

const list = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/assessments',
  tag,
  summary: 'Assessments of a program',
  query: assessmentQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'A page of assessments.', schema: assessmentList },
  async handle(request) {
    const slug = programOf(request);
    const query = await readQuery(request, assessmentQuery, () => getProgram(request.context, slug));
    const { items, nextCursor, moment } = await listAssessments(request.context, slug, toAssessmentQuery(query));
    return { body: { items, nextCursor, asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

const one = jsonEndpoint({
  method: 'get',
  path: '/assessments/{id}',
  tag,
  summary: 'An assessment',
  query: momentQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'The assessment, with its version as ETag.', schema: assessment },
  async handle(request) {
    const id = idOf(request);
    const query = await readQuery(request, momentQuery, () => loadHome(request.context, id, ['read']));
    const { row } = await getAssessment(request.context, id, query);
    return { body: row, version: row.version };
  },
});

const toEvent = (view: EventView): z.input<typeof event> => {
  const { sequence, kind, actor, onBehalfOf, effectiveAt, recordedAt, reason, payload, hash, prevHash } = view;
  return { sequence, kind, actor, onBehalfOf, effectiveAt, recordedAt, reason, payload, hash, prevHash };
};

const events = jsonEndpoint({
  method: 'get',
  path: '/assessments/{id}/events',
  tag,
  summary: 'The history of an assessment',
  query: eventQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'Events in the order in which they were recorded.', schema: eventList },
  async handle(request) {
    const id = idOf(request);
    const { cursor, limit = DEFAULT_LIMIT, ...asked } = await readQuery(request, eventQuery, () => loadHome(request.context, id, ['read']));
    // One more than asked for tells whether there is a next page. Events are never inserted before others, so a plain sequence is a cursor.
    const page = await listAssessmentEvents(request.context, id, {
      ...asked,
      limit: limit + 1,
      ...(cursor === undefined ? {} : { afterSequence: cursor }),
    });
    const items = page.items.slice(0, limit).map(toEvent);
    const nextCursor = page.items.length > limit ? String(items.at(-1)?.sequence) : null;
    return { body: { items, nextCursor, asOf: page.moment.asOf, knownAt: page.moment.knownAt } };
  },
});

const move = jsonEndpoint({
  method: 'post',
  path: '/assessments/{id}/status',
  tag,
  summary: 'Record a status',
  description: 'Open work only: a finding or a closure is proposed.',
  conditional: true,
  body: statusChange,
  refusals: [
    'not_found',
    'illegal_transition',
    'needs_proposal',
    'reason_required',
    'evidence_required',
    'field_required',
    'effective_in_future',
  ],
  success: { status: 200, description: 'The assessment as it now stands.', schema: assessment },
  async handle(request) {
    const row = await runWrite(request, ({ context, version, body }) => recordStatus(context, idOf(request), version, body));
    return { body: row, version: row.version };
  },
});

const correct = jsonEndpoint({
  method: 'post',
  path: '/assessments/{id}/corrections',
  tag,
  summary: 'Correct the record, or undo',
  description: 'Nothing is erased: a later event says what holds from when. `then` gives what still holds later.',
  conditional: true,
  body: correction,
  refusals: ['not_found', 'illegal_transition', 'needs_proposal', 'reason_required', 'effective_in_future'],
  success: { status: 200, description: 'The assessment as it now stands.', schema: assessment },
  async handle(request) {
    const row = await runWrite(request, ({ context, version, body }) => correctStatus(context, idOf(request), version, body));
    return { body: row, version: row.version };
  },
});

export const assessmentEndpoints: readonly Endpoint[] = [list, one, events, move, correct];
