import { z } from '@hono/zod-openapi';
import { AppError } from '#lib/domain/errors.ts';
import { DOCX_TYPE } from '#lib/exports/letter-docx.ts';
import { exportLetter } from '#lib/operations/export-letter.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { getRequest } from '#lib/operations/get-request.ts';
import { listRequests } from '#lib/operations/list-requests.ts';
import { reissueRequest } from '#lib/operations/reissue-request.ts';
import { rescindRequest } from '#lib/operations/rescind-request.ts';
import { sendRequest } from '#lib/operations/send-request.ts';
import { API, type Endpoint, fileEndpoint, jsonEndpoint } from '../endpoint.ts';
import { idOf, programOf, readQuery, runWrite } from '../request.ts';
import { momentQuery, noParameters } from '../schemas/query.ts';
import { newRequest, requestDetail, requestList, rescinded, rescission, sentRequest } from '../schemas/requests.ts';

const tag = 'Letters';
const SENDING = ['not_found', 'field_required', 'effective_in_future'] as const;

const list = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/requests',
  tag,
  summary: 'Letters out, with how many have answered',
  query: momentQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'All of them on one page, newest first.', schema: requestList },
  async handle(request) {
    const slug = programOf(request);
    const query = await readQuery(request, momentQuery, () => getProgram(request.context, slug));
    const { items, moment } = await listRequests(request.context, slug, query);
    return { body: { items, nextCursor: null, asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

const send = jsonEndpoint({
  method: 'post',
  path: '/programs/{program}/requests',
  tag,
  summary: 'Record a letter as sent to many',
  description: 'One act: the letter of each recipient as it went out, its questions and due date; what has not begun becomes Requested.',
  body: newRequest,
  refusals: SENDING,
  success: { status: 201, description: 'What it did.', schema: sentRequest },
  async handle(request) {
    const sent = await runWrite(request, ({ context, body }) => sendRequest(context, programOf(request), body));
    return { body: sent, location: `${API}/requests/${sent.requestId}` };
  },
});

const one = jsonEndpoint({
  method: 'get',
  path: '/requests/{id}',
  tag,
  summary: 'A letter out, with every recipient',
  query: momentQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  success: { status: 200, description: 'Its questions word for word, and who has answered what.', schema: requestDetail },
  async handle(request) {
    const id = idOf(request);
    const query = await readQuery(request, momentQuery, () => getRequest(request.context, id));
    const { request: letter, recipients, moment } = await getRequest(request.context, id, query);
    return { body: { ...letter, recipientList: recipients, asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

const reissue = jsonEndpoint({
  method: 'post',
  path: '/requests/{id}/reissue',
  tag,
  summary: 'Send a letter again in place of a former one',
  description: 'For some or all of its recipients. The former letter stays readable and says what replaced it.',
  body: newRequest,
  refusals: [...SENDING, 'request_closed'],
  success: { status: 201, description: 'What it did.', schema: sentRequest },
  async handle(request) {
    const sent = await runWrite(request, ({ context, body }) => reissueRequest(context, idOf(request), body));
    return { body: sent, location: `${API}/requests/${sent.requestId}` };
  },
});

const rescind = jsonEndpoint({
  method: 'post',
  path: '/requests/{id}/rescind',
  tag,
  summary: 'Record that a letter was taken back',
  description: 'A fact of the letter with its date, reason and source. No status moves.',
  body: rescission,
  refusals: ['not_found', 'request_closed', 'reason_required', 'effective_in_future'],
  success: { status: 200, description: 'The day from which it is rescinded.', schema: rescinded },
  async handle(request) {
    return { body: await runWrite(request, ({ context, body }) => rescindRequest(context, idOf(request), body)) };
  },
});

const EXTENSION = '.docx';

const letter = fileEndpoint({
  method: 'get',
  path: '/requests/{id}/letters/{recipient}.docx',
  routingPath: '/requests/:id/letters/:file',
  tag,
  summary: 'The letter of one recipient as a Word document',
  query: noParameters,
  refusals: ['not_found', 'forbidden'],
  content: { [DOCX_TYPE]: { schema: z.string().openapi({ format: 'binary' }) } },
  async handle(request) {
    const id = idOf(request);
    const { file = '' } = request.params;
    await readQuery(request, noParameters, () => getRequest(request.context, id));
    if (!file.endsWith(EXTENSION)) {
      await getRequest(request.context, id);
      throw new AppError('not_found', 'There is no letter in this format. There is: docx.');
    }
    const { body, contentType, filename } = await exportLetter(request.context, id, file.slice(0, -EXTENSION.length));
    return new Response(Uint8Array.from(body), {
      headers: { 'Content-Type': contentType, 'Content-Disposition': `attachment; filename="${filename}"` },
    });
  },
});

export const requestEndpoints: readonly Endpoint[] = [list, send, one, reissue, rescind, letter];
