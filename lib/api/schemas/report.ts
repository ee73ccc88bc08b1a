import { z } from '@hono/zod-openapi';
import { columnLabels, REPORT_COLUMNS } from '#lib/exports/report-row.ts';
import { instant, momentShape } from './common.ts';

const value = z.union([z.string(), z.number(), z.array(z.string()), z.null()]);

const row = z
  .strictObject(
    Object.fromEntries(REPORT_COLUMNS.map((column) => [column, value.optional().openapi({ description: columnLabels[column] })])),
  )
  .openapi('ReportRow');

/** The JSON file: what the report is, then its rows. */
export const jsonReport = z
  .strictObject({
    meta: z.strictObject({
      program: z.string(),
      name: z.string(),
      ...momentShape,
      generatedAt: instant,
      filters: z.record(z.string(), z.string()),
      columns: z.array(z.enum(REPORT_COLUMNS)),
      notice: z.array(z.string()),
    }),
    items: z.array(row),
  })
  .openapi('Report');
