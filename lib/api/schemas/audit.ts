/** What auditors read: checkpoints, who could approve, back-dated events, a sample. */
import { z } from '@hono/zod-openapi';
import { BACK_DATED_DEFAULT, BACK_DATED_MOST, OBSTACLES, type Obstacle, SAMPLE_DEFAULT, SAMPLE_MOST } from '#lib/domain/audit.ts';
import { STREAM_KINDS } from '#lib/domain/event.ts';
import { dateInput } from '#lib/domain/input.ts';
import { status } from './assessment.ts';
import { instant, listOf, localDate } from './common.ts';
import { cursor, knownAt, limit } from './query.ts';

const digest = z
  .string()
  .openapi({ description: 'SHA-256 in lower-case hex.', example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' });

const wholeNumber = (least: number, most: number, usual: number, description: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `a whole number from ${least} to ${most}`)
    .optional()
    .openapi({ type: 'integer', minimum: least, maximum: most, default: usual, description });

export const checkpointQuery = z.strictObject({ cursor, limit });

export const approverQuery = z.strictObject({
  on: dateInput.optional().openapi({
    format: 'date',
    description: "A day; looked at is its end in the program's zone. Default: today, that is, now.",
    example: '2026-11-23',
  }),
});

export const backDatedQuery = z.strictObject({
  days: wholeNumber(1, BACK_DATED_MOST, BACK_DATED_DEFAULT, 'Effective at least so many days, of 24 hours each, before it was recorded.'),
  cursor,
  limit,
  knownAt,
});

export const sampleQuery = z.strictObject({
  seed: z.string('needed: any text draws a sample, the same text the same one').min(1).max(100, 'at most 100 characters').openapi({
    description: 'The same seed and the same knownAt draw the same sample, whatever was recorded later.',
    example: 'audit 2026',
  }),
  size: wholeNumber(1, SAMPLE_MOST, SAMPLE_DEFAULT, 'How many events.'),
  findings: z.enum(['0', '1'], '0 or 1').optional().openapi({ description: '1: only events that recorded a finding.' }),
  knownAt,
});

const checkpoint = z
  .strictObject({
    number: z.number().int(),
    previousHash: z.string().openapi({ description: 'The hash of the checkpoint before it; empty for the first.' }),
    root: digest.openapi({ description: 'Merkle root (RFC 6962) over the streams it covers.' }),
    streamCount: z.number().int(),
    eventCount: z.number().int(),
    sealedAt: instant,
    keyId: z.string(),
    publicKey: z.string().openapi({ description: 'The public half of the Ed25519 key that signed it, in hex.' }),
    hash: digest,
    signature: z.string(),
    programStreams: z
      .number()
      .int()
      .openapi({ description: 'Streams of this program among those that it covers: a checkpoint is one for the installation.' }),
  })
  .openapi('Checkpoint');

export const checkpointList = listOf(checkpoint)
  .extend({
    ledger: z.strictObject({
      unsealedEvents: z.number().int().openapi({ description: 'Events of this program that no checkpoint covers yet.' }),
      unsealedEverywhere: z.number().int(),
      oldestUnsealedAt: instant.nullable(),
      lastSealedAt: instant.nullable(),
      late: z.boolean().openapi({ description: 'Something has waited for a checkpoint for more than five minutes.' }),
    }),
  })
  .openapi('CheckpointList');

const role = z.enum(['reviewer', 'approver']);
const named = z.strictObject({ id: z.uuid(), name: z.string() });

const approver = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: z.string(),
    grants: z.array(
      z.strictObject({
        role,
        scope: z.enum(['program', 'every_program']),
        grantedAt: instant,
        grantedBy: z.string().nullable().openapi({ description: 'Null: the installation itself, at set-up.' }),
        revokedAt: instant.nullable().openapi({ description: 'Taken back later than the instant looked at; null: not until now.' }),
        revokedBy: z.string().nullable(),
      }),
    ),
    disabledAt: instant.nullable(),
    onBehalfOf: named.nullable().openapi({ description: 'Of a token: for whom it acts.' }),
    tokens: z
      .array(
        z.strictObject({
          id: z.uuid(),
          principalId: z.uuid(),
          name: z.string(),
          prefix: z.string(),
          roles: z.array(role),
          createdAt: instant,
          expiresAt: instant,
          revokedAt: instant.nullable(),
        }),
      )
      .openapi({ description: 'Tokens that could approve for this person.' }),
    obstacle: z
      .enum(Object.keys(OBSTACLES) as [Obstacle, ...Obstacle[]])
      .nullable()
      .openapi({ description: 'Why the role could still not be used; null: could approve.' }),
  })
  .openapi('ApproverThen');

export const approverList = listOf(approver)
  .extend({ on: localDate, at: instant.openapi({ description: 'The instant looked at.' }) })
  .openapi('ApproverList');

const auditEvent = z
  .strictObject({
    streamId: z.uuid(),
    streamKind: z.enum(STREAM_KINDS),
    sequence: z.number().int(),
    kind: z.string(),
    subject: z.string().nullable(),
    condition: z.string().nullable(),
    from: status.nullable(),
    to: status.nullable(),
    reason: z.string().nullable(),
    erased: z.boolean(),
    actor: z.strictObject({ id: z.uuid(), name: z.string(), kind: z.string() }),
    onBehalfOf: z.string().nullable(),
    effectiveAt: instant,
    recordedAt: instant,
    imported: z.boolean().openapi({ description: 'Came in with the loaded record or with the making of a practice copy.' }),
    hash: digest,
    checkpoint: z.number().int().nullable().openapi({ description: 'The first checkpoint that covers it; null: not sealed yet.' }),
  })
  .openapi('AuditEvent');

export const backDatedList = listOf(auditEvent).extend({ days: z.number().int() }).openapi('BackDatedList');

export const sample = listOf(auditEvent)
  .extend({
    seed: z.string(),
    size: z.number().int(),
    findingsOnly: z.boolean(),
    settled: z.boolean().openapi({ description: 'False while a write under way could still come in before knownAt.' }),
  })
  .openapi('EventSample');
