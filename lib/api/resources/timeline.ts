import { getProgram } from '#lib/operations/get-program.ts';
import { getTimeline } from '#lib/operations/get-timeline.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { programOf, readQuery } from '../request.ts';
import { timelineQuery } from '../schemas/query.ts';
import { timeline } from '../schemas/timeline.ts';

const read = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/timeline',
  tag: 'Timeline',
  summary: 'The public record and the statuses over time',
  description:
    'A lane for each applicant and one for the program. With publicBy only what was public by that day, so that hindsight can be told apart.',
  query: timelineQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'Lanes with their facts and bands.', schema: timeline },
  async handle(request) {
    const slug = programOf(request);
    const query = await readQuery(request, timelineQuery, () => getProgram(request.context, slug));
    return { body: await getTimeline(request.context, slug, query) };
  },
});

export const timelineEndpoints: readonly Endpoint[] = [read];
