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
      ledger: z
        .strictObject({
          checkpoint: z
            .strictObject({ number: z.number().int(), hash: z.string(), sealedAt: instant })
            .nullable()
            .openapi({ description: 'The last checkpoint over the history when the rows were read; null: none yet.' }),
          unsealedEvents: z.number().int().openapi({ description: 'Events of this program that it does not cover.' }),
        })
        .openapi('LedgerCitation'),
    }),
    items: z.array(row),
  })
  .openapi('Report');
