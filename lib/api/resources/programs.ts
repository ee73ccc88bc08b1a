import { z } from '@hono/zod-openapi';
import { parseInput } from '#lib/operations/change-input.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { getSummary } from '#lib/operations/get-summary.ts';
import { listPrograms } from '#lib/operations/list-programs.ts';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { readOptionalJson } from '../body.ts';
import { API, type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { programOf, readQuery, runWrite } from '../request.ts';
import { summary } from '../schemas/assessment.ts';
import { practiceCopy, program, programList } from '../schemas/program.ts';
import { momentQuery, noParameters } from '../schemas/query.ts';

const tag = 'Programs';
const nothing = z.strictObject({});

const list = jsonEndpoint({
  method: 'get',
  path: '/programs',
  tag,
  summary: 'The programs in which you hold a role',
  query: noParameters,
  success: { status: 200, description: 'All of them, on one page.', schema: programList },
  async handle(request) {
    await readQuery(request, noParameters, async () => undefined);
    const now = request.context.now();
    return { body: { items: await listPrograms(request.context), nextCursor: null, asOf: now, knownAt: now } };
  },
});

const one = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}',
  tag,
  summary: 'A program',
  query: noParameters,
  refusals: ['not_found', 'forbidden'],
  success: { status: 200, description: 'The program.', schema: program },
  async handle(request) {
    const found = await getProgram(request.context, programOf(request));
    await readQuery(request, noParameters, async () => undefined);
    return { body: found };
  },
});

const numbers = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/summary',
  tag,
  summary: 'Counts by condition and status, flags, eligibility',
  query: momentQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'The numbers of the dashboard.', schema: summary },
  async handle(request) {
    const slug = programOf(request);
    const query = await readQuery(request, momentQuery, () => getProgram(request.context, slug));
    const { moment, summary: counted } = await getSummary(request.context, slug, query);
    return { body: { asOf: moment.asOf, knownAt: moment.knownAt, ...counted } };
  },
});

const copy = jsonEndpoint({
  method: 'post',
  path: '/programs/{program}/practice-copy',
  tag,
  summary: 'Make a practice copy',
  description:
    'The same record under new ids, where findings can be tried. Everything of it is marked "Practice. Not the record." Needs no body.',
  refusals: ['not_found'],
  success: { status: 201, description: 'The slug of the copy.', schema: practiceCopy },
  async handle(request) {
    const slug = programOf(request);
    const made = await runWrite(
      request,
      async ({ context, body }) => {
        await getProgram(context, slug, 'make_practice_copy');
        parseInput(nothing, body);
        return makePracticeCopy(context, slug);
      },
      readOptionalJson,
    );
    return { body: made, location: `${API}/programs/${made.slug}` };
  },
});

export const programEndpoints: readonly Endpoint[] = [list, one, numbers, copy];
