import { recordLetter } from '#lib/operations/record-letter.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { programOf, runWrite } from '../request.ts';
import { letter, recordedLetter } from '../schemas/writes.ts';

const record = jsonEndpoint({
  method: 'post',
  path: '/programs/{program}/letters',
  tag: 'Letters',
  summary: 'Record a letter received',
  description: 'One act writes evidence, response, answers, statuses and events for every condition that the letter answers.',
  body: letter,
  refusals: ['not_found', 'effective_in_future'],
  success: { status: 201, description: 'What it did.', schema: recordedLetter },
  async handle(request) {
    return { body: await runWrite(request, ({ context, body }) => recordLetter(context, programOf(request), body)) };
  },
});

export const letterEndpoints: readonly Endpoint[] = [record];
