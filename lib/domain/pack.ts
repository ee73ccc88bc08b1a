/**
 * A program pack: one JSON file that holds a program with its conditions, applicants, letters and public record.
 * Things refer to each other by `ref`; ids are made when the pack is loaded. Nothing in a pack is a finding.
 */
import { z } from 'zod';
import { ANSWERED_BY, ANSWERS, COUNTS } from './answer.ts';
import { isLocalDate, isZone } from './time.ts';

const text = z.string().min(1);
const optionalText = text.nullable();
const date = z.string().refine(isLocalDate, 'not a date');
const grade = z.enum(['primary', 'secondary', 'single', 'unverified']);
const sources = z.array(text);
const zone = z.string().refine(isZone, 'not a time zone');
const level = z.enum(['city', 'county', 'state', 'federal', 'other']);

const conditionSchema = z.strictObject({
  ref: text,
  title: text,
  tracked: z.boolean(),
  version: z.strictObject({
    wording: text,
    nature: optionalText,
    reason: optionalText,
    actionRequired: optionalText,
    timeAllowed: optionalText,
    reconsideration: optionalText,
    citation: optionalText,
    citedOn: date.nullable(),
    grade,
    sources,
    note: optionalText,
    validFrom: date,
  }),
});

const deadlineSchema = z.strictObject({
  ref: text,
  label: text,
  dueOn: date,
  cutOff: optionalText,
  zone: zone.nullable(),
  timeStated: z.boolean(),
  zoneStated: z.boolean(),
  basis: text,
  grade,
  sources,
});

const applicationSchema = z.strictObject({
  ref: text,
  organization: text,
  jurisdiction: text,
  basis: text,
  basisNote: optionalText,
  addressee: optionalText,
  track: optionalText,
  selectedOn: date.nullable(),
  letterOnRecord: z.boolean(),
  grade,
  sources,
  note: optionalText,
  decisions: z.array(
    z.strictObject({
      kind: z.enum(['decision', 'report']),
      label: text,
      decidedOn: date,
      attributedTo: optionalText,
      grade,
      sources,
      note: optionalText,
    }),
  ),
  assessed: z.array(
    z.strictObject({
      condition: text,
      controlledElsewhere: z.boolean(),
      responsible: z.array(z.strictObject({ organization: text, role: z.enum(['primary', 'shared']) })),
    }),
  ),
});

const requestSchema = z.strictObject({
  ref: text,
  title: text,
  sentOn: date,
  signer: optionalText,
  deadline: text,
  questions: z.array(z.strictObject({ ref: text, text })),
  grade,
  sources,
  note: optionalText,
  items: z.array(z.strictObject({ application: text, recipient: text, grade, sources, note: optionalText })),
});

const responseSchema = z.strictObject({
  ref: text,
  application: text,
  title: text,
  authorName: optionalText,
  answeredBy: z.enum(ANSWERED_BY),
  datedOn: date.nullable(),
  receivedOn: date.nullable(),
  counts: z.enum(COUNTS),
  summary: optionalText,
  grade,
  sources,
  answers: z.array(z.strictObject({ condition: text, answer: z.enum(ANSWERS).nullable(), note: optionalText })),
});

const entrySchema = z.strictObject({
  ref: text,
  kind: text,
  date: text,
  precision: z.enum(['day', 'month', 'year']),
  sortOn: date,
  /** A few words for a list or a plot; the paraphrase is the fact. */
  title: optionalText,
  paraphrase: text,
  attributedTo: optionalText,
  grade,
  sources,
  publicOn: date.nullable(),
  condition: optionalText,
  side: z.enum(['applicant', 'body_in_control']).nullable(),
  note: optionalText,
  subjects: z.array(z.strictObject({ application: text, operator: optionalText, grade, note: optionalText })),
});

export const packSchema = z.strictObject({
  format: z.literal('proviso-pack/1'),
  attribution: text,
  program: z.strictObject({
    slug: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    name: text,
    agency: text,
    office: optionalText,
    summary: text,
    zone,
    calendar: text,
    cutOff: optionalText,
    recordBasis: z.enum(['own_files', 'public_sources']),
    dueSoonDays: z.number().int().min(0).max(365),
    standingLines: z.array(text),
    facts: z.record(z.string(), z.unknown()),
  }),
  conditions: z.array(conditionSchema).min(1),
  deadlines: z.array(deadlineSchema),
  sources: z.array(
    z.strictObject({
      ref: text,
      title: text,
      publisher: optionalText,
      dated: optionalText,
      publicOn: date.nullable(),
      url: z.url().nullable(),
      kind: text,
      seen: text,
      note: optionalText,
    }),
  ),
  jurisdictions: z.array(
    z.strictObject({
      ref: text,
      geoid: z.string().regex(/^\d{2,7}$/),
      name: text,
      state: z.string().length(2),
      kind: text,
      countyName: optionalText,
      countyGeoid: optionalText,
      timeZone: zone.nullable(),
      population: z.record(z.string(), z.number()).nullable(),
      sources,
      note: optionalText,
    }),
  ),
  organizations: z.array(z.strictObject({ ref: text, name: text, level, state: optionalText, jurisdiction: optionalText })),
  facilities: z.array(
    z.strictObject({
      ref: text,
      name: text,
      kind: text,
      address: optionalText,
      note: optionalText,
      grade,
      sources,
      operator: text,
      operatorSince: optionalText,
    }),
  ),
  bookings: z.array(z.strictObject({ organization: text, facility: text, basis: optionalText, grade, sources })),
  applications: z.array(applicationSchema),
  requests: z.array(requestSchema),
  responses: z.array(responseSchema),
  recordEntries: z.array(entrySchema),
  recordIssues: z.array(
    z.strictObject({
      ref: text,
      kind: z.enum(['conflict', 'could_not_verify']),
      topic: text,
      versions: z.array(z.strictObject({ says: text, sources })),
      resolution: optionalText,
    }),
  ),
});

export type ProgramPack = z.infer<typeof packSchema>;
