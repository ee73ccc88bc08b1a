import { z } from '@hono/zod-openapi';
import { COUNTS } from '#lib/domain/answer.ts';
import { GRADES, ORGANIZATION_LEVELS } from '#lib/domain/record.ts';
import { status } from './assessment.ts';
import { instant, localDate, momentShape } from './common.ts';

const grade = z.enum(GRADES).openapi('Grade', { description: 'How well a fact of the public record is supported.' });
const level = z.enum(ORGANIZATION_LEVELS);

const source = z
  .strictObject({
    id: z.uuid(),
    ref: z.string(),
    title: z.string(),
    publisher: z.string().nullable(),
    dated: z.string().nullable().openapi({ description: 'As printed on it; may be a year, a month or "undated".' }),
    url: z.string().nullable(),
    kind: z.string(),
    seen: z.string(),
    note: z.string().nullable(),
  })
  .openapi('Source');

const fact = z
  .strictObject({
    id: z.string(),
    kind: z.string().openapi({ description: '`status`, or the kind of the record entry; a letter is a `response`.' }),
    date: z.string().openapi({ description: 'As known, never made more exact than the source.', example: '2017-08' }),
    precision: z.enum(['day', 'month', 'year']),
    title: z.string().nullable(),
    text: z.string(),
    note: z.string().nullable(),
    attributedTo: z.string().nullable(),
    grade: grade.nullable(),
    sources: z.array(source),
    publicOn: localDate.nullable().openapi({ format: 'date', description: 'The day by which it was public; null when no source says.' }),
    effectiveAt: instant.nullable(),
    recordedAt: instant.nullable(),
    recordedBy: z.strictObject({ name: z.string(), kind: z.string() }).nullable(),
    counts: z.enum(COUNTS).nullable().openapi({ description: 'Of a letter: whether it counts as an answer.' }),
    conditionRef: z.string().nullable(),
    assessmentId: z.uuid().nullable(),
  })
  .openapi('TimelineFact');

const band = z.strictObject({
  assessmentId: z.uuid(),
  conditionRef: z.string(),
  title: z.string(),
  segments: z
    .array(z.strictObject({ status, from: localDate.nullable(), to: localDate.nullable() }))
    .openapi({ description: 'Days from `from` up to, not including, `to`; null where open.' }),
});

const lane = z
  .strictObject({
    id: z.string().openapi({ description: '`program`, or the id of the application.' }),
    kind: z.enum(['program', 'application']),
    name: z.string(),
    control: z.array(
      z.strictObject({ id: z.uuid(), name: z.string(), level, role: z.enum(['primary', 'shared']), runsFacility: z.boolean() }),
    ),
    items: z.array(fact),
    bodyItems: z.array(fact).openapi({ description: 'What a body in control said or did.' }),
    bands: z.array(band),
  })
  .openapi('TimelineLane');

const deadline = z
  .strictObject({
    id: z.uuid(),
    label: z.string(),
    dueOn: localDate,
    cutOff: z.string().nullable(),
    zone: z.string().nullable().openapi({ description: "Null when the source states none; then the program's zone is assumed." }),
    timeStated: z.boolean(),
    zoneStated: z.boolean(),
    dueAt: instant,
    basis: z.string(),
    sources: z.array(source),
    steps: z.array(z.string()).optional().openapi({ description: 'How the date that counts came about, one sentence a step.' }),
    paused: z.boolean().optional().openapi({ description: 'An order suspends it.' }),
    moved: z.boolean().optional().openapi({ description: 'It is not the date that was set.' }),
    pendingExtension: z.strictObject({ id: z.uuid(), wantedOn: localDate }).nullable().optional(),
    rule: z.record(z.string(), z.unknown()).nullable().optional(),
    setOn: localDate.nullable().optional().openapi({ description: 'From when it is a deadline; null where that is not on record.' }),
    rescindedOn: localDate.nullable().optional().openapi({ description: 'The day on which every letter that set it had been taken back.' }),
  })
  .openapi('Deadline');

export const timeline = z
  .strictObject({
    program: z.strictObject({ slug: z.string(), name: z.string(), agency: z.string() }),
    ...momentShape,
    publicBy: localDate.nullable(),
    leftOut: z.number().int().openapi({ description: 'Facts that publicBy leaves out because no source says when they became public.' }),
    deadlines: z.array(deadline),
    lanes: z.array(lane),
    moreLanes: z.boolean(),
  })
  .openapi('Timeline');
