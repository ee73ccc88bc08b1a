/** The proof that an event is covered by a checkpoint. The format is described in docs/ledger-format.md. */
import { z } from '@hono/zod-openapi';
import { PROOF_FORMAT } from '#lib/domain/ledger-export.ts';
import { instant } from './common.ts';

const digest = z.string().openapi({ description: 'SHA-256, lower-case hexadecimal.' });
const nothingOrDigest = z.string().openapi({ description: 'SHA-256, or empty for the first.' });

const link = {
  sequence: z.number().int(),
  kind: z.string(),
  payloadVersion: z.number().int(),
  actor: z.uuid(),
  onBehalfOf: z.uuid().nullable(),
  requestId: z.uuid().nullable(),
  effectiveAt: instant,
  recordedAt: instant,
  contentDigest: digest,
  prevHash: nothingOrDigest,
  hash: digest,
};

const checkpoint = z.strictObject({
  number: z.number().int(),
  previousHash: nothingOrDigest,
  root: digest,
  streamCount: z.number().int(),
  eventCount: z.number().int(),
  sealedAt: instant,
  keyId: z.string(),
  hash: digest,
  signature: z.string().openapi({ description: 'Ed25519, hexadecimal.' }),
});

const key = z.strictObject({
  id: z.string(),
  publicKey: z.string().openapi({ description: 'The 32 bytes of an Ed25519 key, hexadecimal.' }),
  createdAt: instant,
  previousId: z.string().nullable(),
  endorsement: z.string().nullable(),
});

export const eventProof = z
  .strictObject({
    format: z.literal(PROOF_FORMAT),
    program: z.uuid(),
    sealed: z.boolean().openapi({ description: 'False while no checkpoint covers the event; then there is no path.' }),
    event: z.strictObject({
      stream: z.uuid(),
      streamKind: z.string(),
      ...link,
      salt: z.string().nullable().openapi({ description: 'Hexadecimal; null once the content is erased.' }),
      content: z.string().nullable().openapi({ description: 'The exact text that was hashed; null once erased.' }),
    }),
    later: z.array(z.strictObject(link)).openapi({ description: 'From the event to the one that the checkpoint names.' }),
    seal: z.strictObject({ stream: z.uuid(), sequence: z.number().int(), hash: digest }).nullable(),
    leafIndex: z.number().int().nullable(),
    leafCount: z.number().int().nullable(),
    path: z.array(digest).openapi({ description: 'The audit path of RFC 6962, from the leaf upward.' }),
    checkpoint: checkpoint.nullable(),
    keys: z.array(key),
  })
  .openapi('EventProof');
