/** The parameters of reads. All are text in the address; unknown ones are refused. */
import { z } from '@hono/zod-openapi';
import { FLAGS } from '#lib/domain/flag.ts';
import { dateInput } from '#lib/domain/input.ts';
import { STATUSES } from '#lib/domain/status.ts';
import { REPORT_COLUMNS } from '#lib/exports/report-row.ts';

export const SORTS = ['applicant', 'due', 'status', 'updated'] as const;
const DESCENDING = SORTS.map((key) => `-${key}` as const);

const MAX_LIMIT = 200;

const asked = (description: string) => z.string().max(64, 'too long').optional().openapi({ description, example: '2017-08-10' });

const momentShape = {
  asOf: asked("What was true then: a date (its end in the program's zone) or an instant. Default: now."),
  knownAt: asked('As far as it had been recorded by then. Default: now.'),
};

export const noParameters = z.strictObject({});
export const momentQuery = z.strictObject(momentShape);

const statusList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(STATUSES, { error: (issue) => `${JSON.stringify(issue.input)} is not a status` })).max(STATUSES.length, 'too many'))
  .optional()
  .openapi({
    type: 'array',
    items: { type: 'string', enum: [...STATUSES] },
    param: { style: 'form', explode: false },
    description: 'One or more, separated by commas.',
  });

const short = (max: number, description: string) => z.string().max(max, `at most ${max} characters`).optional().openapi({ description });

/** The filters and the order, the same for lists and files. */
const filterShape = {
  status: statusList,
  condition: short(60, 'The ref of a condition.'),
  state: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'not the two letters of a state')
    .transform((text) => text.toUpperCase())
    .optional()
    .openapi({ type: 'string', description: 'Two letters.', example: 'MD' }),
  flag: z.enum(FLAGS, 'no such flag').optional(),
  assignee: z.uuid('not an id').optional().openapi({ description: 'The id of who has taken it.' }),
  subject: z.enum(['application', 'operator'], 'application or operator').optional().openapi({ description: 'Default: application.' }),
  q: short(200, "Part of a place's or an organization's name."),
  sort: z
    .enum([...SORTS, ...DESCENDING], `one of ${SORTS.join(', ')}, with - before it for descending`)
    .optional()
    .openapi({ description: 'Default: applicant.' }),
};

export const knownAt = momentShape.knownAt;
export const cursor = short(1000, 'The nextCursor of the page before, with the same parameters.');

export const limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, `a whole number from 1 to ${MAX_LIMIT}`)
  .transform(Number)
  .refine((value) => value <= MAX_LIMIT, `a whole number from 1 to ${MAX_LIMIT}`)
  .optional()
  .openapi({ type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: 50 });

export const assessmentQuery = z.strictObject({
  ...filterShape,
  cursor: short(1000, 'The nextCursor of the page before, with the same filters and instants.'),
  limit,
  ...momentShape,
});

const columnList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(
    z
      .array(z.enum(REPORT_COLUMNS, { error: (issue) => `${JSON.stringify(issue.input)} is not a column` }))
      .max(REPORT_COLUMNS.length, 'too many'),
  )
  .optional()
  .openapi({
    type: 'array',
    items: { type: 'string', enum: [...REPORT_COLUMNS] },
    param: { style: 'form', explode: false },
    description: 'In their order, separated by commas. Default: all.',
  });

export const reportQuery = z.strictObject({
  ...filterShape,
  columns: columnList,
  bom: z
    .enum(['0', '1'], '0 or 1')
    .optional()
    .openapi({ description: '1: a CSV file begins with a byte order mark, for spreadsheets that need one.' }),
  ...momentShape,
});

export const eventQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'not a cursor of this list')
    .transform(Number)
    .optional()
    .openapi({ type: 'string', description: 'The nextCursor of the page before.' }),
  limit,
  ...momentShape,
});

export const timelineQuery = z.strictObject({
  ...momentShape,
  publicBy: dateInput.optional().openapi({ format: 'date', description: 'Only what a source had made public by this day.' }),
});
