import { z } from '@hono/zod-openapi';
import { ANSWERS } from '#lib/domain/answer.ts';
import { FLAGS } from '#lib/domain/flag.ts';
import { STATUSES } from '#lib/domain/status.ts';
import { instant, listOf, localDate, momentShape } from './common.ts';

export const status = z.enum(STATUSES).openapi('Status');
export const answer = z
  .enum(ANSWERS)
  .openapi('Answer', { description: 'What a response says. The statement of whoever answered, never a finding.' });
export const flag = z.enum(FLAGS).openapi('Flag', { description: 'Derived at the moment of the read, never stored.' });

const named = { id: z.uuid(), name: z.string() };

export const assessment = z
  .strictObject({
    id: z.uuid(),
    subject: z.strictObject({ kind: z.enum(['application', 'operator']), ...named }),
    applicant: z
      .strictObject({
        name: z.string(),
        geoid: z.string().openapi({ description: 'Census GEOID, always text.', example: '2404000' }),
        state: z.string(),
      })
      .nullable()
      .openapi({ description: 'Null for an operator.' }),
    condition: z.strictObject({ ref: z.string(), title: z.string() }),
    status,
    answer: answer.nullable(),
    dueOn: localDate.nullable(),
    dueAt: instant.nullable().openapi({ description: 'The deadline that counts: as it was set, moved, extended and stayed.' }),
    deadlineId: z.uuid().nullable(),
    pendingExtension: z
      .strictObject({ id: z.uuid(), wantedOn: localDate })
      .nullable()
      .openapi({ description: 'More time that was asked for and is not decided. It does not move the deadline.' }),
    flags: z.array(flag).openapi({ description: 'Sorted.' }),
    responsibleParties: z.array(
      z.strictObject({ ...named, level: z.enum(['city', 'county', 'state', 'federal', 'other']), role: z.enum(['primary', 'shared']) }),
    ),
    reliesOn: z.array(z.strictObject({ assessmentId: z.uuid(), operator: z.string() })),
    assignee: z.strictObject(named).nullable(),
    openProposal: z.strictObject({ id: z.uuid(), to: status, proposedBy: z.string(), proposedAt: instant }).nullable(),
    version: z.number().int().openapi({ description: "The sequence of the assessment's last event. Writes name it in If-Match." }),
    effectiveAt: instant,
    updatedAt: instant,
  })
  .openapi('Assessment');

export const assessmentList = listOf(assessment).openapi('AssessmentList');

export const event = z
  .strictObject({
    sequence: z.number().int(),
    kind: z.string(),
    actor: z.strictObject({ ...named, kind: z.string() }),
    onBehalfOf: z.string().nullable(),
    effectiveAt: instant,
    recordedAt: instant,
    reason: z.string().nullable(),
    payload: z.record(z.string(), z.unknown()).nullable().openapi({ description: 'Null once erased.' }),
    hash: z.string(),
    prevHash: z.string(),
  })
  .openapi('Event');

export const eventList = listOf(event).openapi('EventList');

export const summary = z
  .strictObject({
    ...momentShape,
    total: z.number().int().openapi({ description: 'Assessments of applications.' }),
    applications: z.number().int(),
    byCondition: z.array(
      z.strictObject({ ref: z.string(), title: z.string(), counts: z.partialRecord(z.enum(STATUSES), z.number().int()) }),
    ),
    flags: z.partialRecord(z.enum(FLAGS), z.number().int()),
    eligibility: z
      .strictObject({ satisfied: z.number().int(), not_met: z.number().int(), open: z.number().int() })
      .openapi({ description: 'Applications by derived eligibility. This is not a decision by the funder.' }),
  })
  .openapi('Summary');
