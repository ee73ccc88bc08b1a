import { z } from '@hono/zod-openapi';
import { begun } from '#lib/exports/format.ts';
import { exportLedger } from '#lib/operations/export-ledger.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { proveEvent } from '#lib/operations/prove-event.ts';
import { type Endpoint, fileEndpoint, jsonEndpoint } from '../endpoint.ts';
import { type ApiRequest, programOf, readQuery } from '../request.ts';
import { eventProof } from '../schemas/ledger.ts';
import { noParameters } from '../schemas/query.ts';

const tag = 'Ledger';

const refuseParameters = (request: ApiRequest, slug: string) =>
  readQuery(request, noParameters, () => getProgram(request.context, slug, 'read_audit'));

const ledger = fileEndpoint({
  method: 'get',
  path: '/programs/{program}/ledger.ndjson',
  tag,
  summary: "The program's history, to be verified by outsiders",
  description:
    'Every event with its hash, and the signed checkpoints that cover them, one JSON line each, from one snapshot. `node verify.mjs ledger.ndjson` verifies it with nothing but Node.',
  query: noParameters,
  refusals: ['not_found', 'forbidden'],
  content: { 'application/x-ndjson': { schema: z.string() } },
  async handle(request) {
    const slug = programOf(request);
    await refuseParameters(request, slug);
    const { body, contentType, filename } = await exportLedger(request.context, slug);
    return new Response(await begun(body, request.raw.signal), {
      headers: { 'Content-Type': contentType, 'Content-Disposition': `attachment; filename="${filename}"` },
    });
  },
});

const proof = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/events/{stream}/{sequence}/proof',
  params: { stream: z.uuid(), sequence: z.string().regex(/^[1-9]\d{0,8}$/) },
  tag,
  summary: 'The proof that an event is covered by a signed checkpoint',
  description: 'Save it as a file that ends in .json; `node verify.mjs proof.json` verifies it. The stream of an assessment has its id.',
  query: noParameters,
  refusals: ['not_found', 'forbidden'],
  success: { status: 200, description: 'The event, its path to the checkpoint, and the keys.', schema: eventProof },
  async handle(request) {
    const slug = programOf(request);
    await refuseParameters(request, slug);
    const { stream = '', sequence = '' } = request.params;
    return { body: await proveEvent(request.context, slug, stream, sequence) };
  },
});

export const ledgerEndpoints: readonly Endpoint[] = [ledger, proof];
