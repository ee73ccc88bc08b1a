import { WORK_GROUPS, type WorkEntry } from '#lib/domain/work.ts';
import { getWork } from '#lib/operations/get-work.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { readQuery } from '../request.ts';
import { noParameters } from '../schemas/query.ts';
import { work } from '../schemas/work.ts';

const entryOf = ({ program, row, expiresOn, mention, asked }: WorkEntry) => ({
  program: { slug: program.slug, name: program.name },
  assessment: row,
  expiresOn,
  mention,
  asked,
});

const mine = jsonEndpoint({
  method: 'get',
  path: '/work',
  tag: 'Work',
  summary: 'What waits for you, over all programs',
  description: 'Of the person a token acts for, as far as its roles reach.',
  query: noParameters,
  success: { status: 200, description: 'Every kind of work, also where there is none.', schema: work },
  async handle(request) {
    await readQuery(request, noParameters, () => getWork(request.context));
    const found = await getWork(request.context);
    const groups = WORK_GROUPS.map((group) => ({ group, items: found[group].entries.map(entryOf), more: found[group].more }));
    return { body: { asOf: request.context.now(), groups } };
  },
});

export const workEndpoints: readonly Endpoint[] = [mine];
