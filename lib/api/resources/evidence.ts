/** Evidence: what came in, its content, and whether it counts on an assessment. */
import { z } from '@hono/zod-openapi';
import { AppError } from '#lib/domain/errors.ts';
import type { Context } from '#lib/operations/context.ts';
import { decideEvidence } from '#lib/operations/decide-evidence.ts';
import { type EvidencePage, getEvidence } from '#lib/operations/get-evidence.ts';
import { findEvidenceHome } from '#lib/operations/load-evidence.ts';
import { drawEvidence, readEvidenceContent } from '#lib/operations/read-evidence-content.ts';
import { recordEvidence } from '#lib/operations/record-evidence.ts';
import { requireUploader } from '#lib/operations/store-file.ts';
import { readJson } from '../body.ts';
import { type Endpoint, fileEndpoint, jsonEndpoint } from '../endpoint.ts';
import { idOf, programOf, readQuery, runWrite } from '../request.ts';
import {
  contentQuery,
  decidedEvidence,
  evidence,
  evidenceDecision,
  evidenceRequest,
  previewQuery,
  recordedEvidence,
} from '../schemas/evidence.ts';
import { noParameters } from '../schemas/query.ts';
import { isMultipart, readUpload } from '../upload.ts';

const tag = 'Evidence';

/** JSON, or a form with the facts as JSON beside the files themselves. */
const readBody =
  (context: Context) =>
  async (raw: Request): Promise<unknown> => {
    if (!isMultipart(raw)) return readJson(raw);
    const { fields, files } = await readUpload(raw, context);
    const unknown = Object.keys(fields).find((name) => name !== 'facts');
    if (unknown) throw new AppError('invalid_request', `Unknown field: ${unknown}.`, { field: unknown });
    const body = await readJson(
      new Request('http://localhost/', { method: 'POST', body: fields.facts ?? '{}', headers: { 'Content-Type': 'application/json' } }),
    );
    if (body === null || typeof body !== 'object' || Array.isArray(body))
      throw new AppError('invalid_request', 'facts: not an object.', { field: 'facts' });
    return { ...body, files: files.map(({ ticket }) => ticket) };
  };

const record = jsonEndpoint({
  method: 'post',
  path: '/programs/{program}/evidence',
  tag,
  summary: 'Record evidence',
  description: 'A file, a text, a link or a citation, on one assessment or on many of any program. The same bytes are stored once.',
  body: evidenceRequest,
  refusals: ['not_found', 'effective_in_future', 'file_refused'],
  success: { status: 201, description: 'What was recorded.', schema: recordedEvidence },
  async handle(request) {
    const slug = programOf(request);
    await requireUploader(request.context, slug);
    const body = await runWrite(request, ({ context, body: given }) => recordEvidence(context, slug, given), readBody(request.context));
    return { body };
  },
});

const toEvidence = ({ evidence: item, versions, links, reliances }: EvidencePage): z.input<typeof evidence> => ({
  id: item.id,
  kind: item.kind,
  class: item.class,
  title: item.title,
  issuingBody: item.issuingBody,
  issuer: item.issuer,
  url: item.url,
  retrievedAt: item.retrievedAt,
  citation: item.citation,
  datedOn: item.datedOn,
  receivedOn: item.receivedOn,
  inForceFrom: item.inForceFrom,
  inForceTo: item.inForceTo,
  sensitivity: item.sensitivity,
  privileged: item.privileged,
  readable: item.readable,
  note: item.note,
  supersededAt: item.supersededAt,
  supersededById: item.supersededById,
  sealedAt: item.sealedAt,
  versions: versions.map(({ addedBy: _, scanNote: __, textNote: ___, ...version }) => version),
  links: links.map(({ assessment, linkedAt: _, programId: __, ...link }) => ({
    ...link,
    program: assessment.programSlug,
    applicant: assessment.applicant,
    condition: assessment.condition,
  })),
  reliances: reliances.map(({ assessmentId, kind, through, to }) => ({ assessmentId, kind, through, to })),
});

const one = jsonEndpoint({
  method: 'get',
  path: '/evidence/{id}',
  tag,
  summary: 'An item of evidence',
  description: 'For whoever may read one assessment that it is linked to. Of a privileged item, others see class and dates.',
  query: noParameters,
  refusals: ['not_found'],
  success: { status: 200, description: 'The item with its versions, links and who relies on it.', schema: evidence },
  async handle(request) {
    const id = idOf(request);
    await readQuery(request, noParameters, () => findEvidenceHome(request.context, id));
    return { body: toEvidence(await getEvidence(request.context, id)) };
  },
});

/** Nothing of it runs in a browser: no type but bytes, saved and never shown, in a sandbox without anything. */
const SAFE = {
  'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Both forms of RFC 6266: plain letters for old readers, and the name itself. */
function attachment(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w. -]/g, '_');
  const exact = encodeURIComponent(fileName).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

const content = fileEndpoint({
  method: 'get',
  path: '/evidence/{id}/content',
  tag,
  summary: 'The content of an item',
  description:
    'As it came in, always to be saved and never to be shown by a browser. The bytes are hashed again; others than those recorded are refused.',
  query: contentQuery,
  refusals: ['not_found', 'forbidden', 'evidence_damaged'],
  content: { 'application/octet-stream': { schema: z.string() } },
  async handle(request) {
    const id = idOf(request);
    const { version = null } = await readQuery(request, contentQuery, () => findEvidenceHome(request.context, id));
    const file = await readEvidenceContent(request.context, id, version);
    return new Response(Buffer.from(file.bytes), {
      headers: {
        ...SAFE,
        'Content-Type': 'application/octet-stream',
        'Content-Length': String(file.bytes.byteLength),
        'Content-Disposition': attachment(file.fileName),
        Digest: `sha-256=${Buffer.from(file.sha256, 'hex').toString('base64')}`,
      },
    });
  },
});

const preview = fileEndpoint({
  method: 'get',
  path: '/evidence/{id}/preview',
  tag,
  summary: 'A page or picture of an item, drawn anew',
  description: 'A PNG made from pixels alone, of an image or of one page of a PDF.',
  query: previewQuery,
  refusals: ['not_found', 'forbidden', 'evidence_damaged'],
  content: { 'image/png': { schema: z.string() } },
  async handle(request) {
    const id = idOf(request);
    const { version = null, page = 1 } = await readQuery(request, previewQuery, () => findEvidenceHome(request.context, id));
    const png = await drawEvidence(request.context, id, version, page);
    return new Response(Buffer.from(png), { headers: { ...SAFE, 'Content-Type': 'image/png' } });
  },
});

const decide = jsonEndpoint({
  method: 'post',
  path: '/assessments/{id}/evidence',
  tag,
  summary: 'Link evidence to an assessment, accept it or reject it there',
  body: evidenceDecision,
  refusals: ['not_found', 'reason_required', 'evidence_required'],
  success: { status: 200, description: 'Where the item now stands.', schema: decidedEvidence },
  async handle(request) {
    return { body: await runWrite(request, ({ context, body }) => decideEvidence(context, idOf(request), body)) };
  },
});

export const evidenceEndpoints: readonly Endpoint[] = [record, one, content, preview, decide];
