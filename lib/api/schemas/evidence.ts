import { z } from '@hono/zod-openapi';
import { ACCEPTANCES, EVIDENCE_KINDS, SENSITIVITIES } from '#lib/domain/evidence.ts';
import { EVIDENCE_CLASSES } from '#lib/domain/evidence-class.ts';
import { evidenceDecisionInput } from '#lib/operations/decide-evidence.ts';
import { evidenceInput } from '#lib/operations/record-evidence.ts';
import { status } from './assessment.ts';
import { instant, localDate } from './common.ts';

const acceptance = z.enum(ACCEPTANCES);

export const evidenceRequest = z
  .strictObject({
    ...evidenceInput.shape,
    datedOn: localDate.optional(),
    receivedOn: localDate.optional(),
    inForceFrom: localDate.optional(),
    inForceTo: localDate.optional(),
    retrievedAt: instant.optional().openapi({ description: 'When the link was read. Absent: now.' }),
    files: z
      .array(z.string())
      .max(20)
      .optional()
      .openapi({ description: 'Tickets of files. Left out where the files themselves are sent.' }),
  })
  .openapi('EvidenceRequest', {
    description:
      'Files are sent as multipart/form-data: one part `facts` with this object as JSON, and up to 20 parts `file`. Each file becomes an item.',
  });

export const recordedEvidence = z
  .strictObject({ evidenceIds: z.array(z.uuid()), assessmentIds: z.array(z.uuid()) })
  .openapi('RecordedEvidence');

export const evidenceDecision = z.strictObject({ ...evidenceDecisionInput.shape }).openapi('EvidenceDecision', {
  description:
    '`link` puts the item on the assessment; `accepted` and `rejected` decide on it there. A rejection, and a changed decision, needs a reason.',
});
export const decidedEvidence = z.strictObject({ evidenceId: z.uuid(), assessmentId: z.uuid(), acceptance }).openapi('DecidedEvidence');

const version = z.strictObject({
  version: z.number().int(),
  sha256: z.string(),
  mediaType: z.string(),
  fileName: z.string().nullable(),
  sizeBytes: z.number().int().nullable(),
  scan: z
    .enum(['clean', 'not_scanned'])
    .openapi({ description: 'What a virus scanner said when it came in; not_scanned where none is configured.' }),
  reason: z.string().nullable(),
  recordedAt: instant,
  check: z
    .enum(['intact', 'damaged'])
    .nullable()
    .openapi({ description: 'Whether the stored bytes give the SHA-256 now; null where you may not read them.' }),
  text: z.enum(['read', 'unreadable']).nullable().openapi({ description: 'Whether its text can be searched.' }),
});

const link = z.strictObject({
  assessmentId: z.uuid(),
  program: z.string(),
  applicant: z.string(),
  condition: z.strictObject({ ref: z.string(), title: z.string() }),
  acceptance,
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  pageReference: z.string().nullable(),
});

export const evidence = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(EVIDENCE_KINDS),
    class: z.enum(EVIDENCE_CLASSES),
    title: z.string(),
    issuingBody: z.string().nullable(),
    issuer: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
    url: z.string().nullable(),
    retrievedAt: instant.nullable(),
    citation: z.string().nullable(),
    datedOn: localDate.nullable(),
    receivedOn: localDate.nullable(),
    inForceFrom: localDate.nullable(),
    inForceTo: localDate.nullable(),
    sensitivity: z.enum(SENSITIVITIES),
    privileged: z.boolean(),
    readable: z.boolean(),
    note: z.string().nullable(),
    supersededAt: instant.nullable(),
    supersededById: z.uuid().nullable(),
    sealedAt: instant.nullable(),
    versions: z.array(version).openapi({ description: 'Newest first.' }),
    links: z.array(link),
    reliances: z.array(
      z.strictObject({
        assessmentId: z.uuid(),
        kind: z.enum(['finding', 'proposal', 'taken', 'agreement']),
        through: z.string().nullable(),
        to: status,
      }),
    ),
  })
  .openapi('Evidence');

const number = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'not a number from 1')
  .transform(Number);

export const contentQuery = z.strictObject({
  version: number.optional().openapi({ type: 'integer', description: 'Default: the newest.' }),
});
export const previewQuery = z.strictObject({
  version: number.optional().openapi({ type: 'integer', description: 'Default: the newest.' }),
  page: number.optional().openapi({ type: 'integer', description: 'Default: the first.' }),
});
