import { z } from '@hono/zod-openapi';
import { AppError } from '#lib/domain/errors.ts';
import { begun } from '#lib/exports/format.ts';
import { FORMATS, isFormat } from '#lib/exports/index.ts';
import { exportReport, type ReportFile } from '#lib/operations/export-report.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { type Endpoint, fileEndpoint } from '../endpoint.ts';
import { programOf, readQuery } from '../request.ts';
import { reportQuery } from '../schemas/query.ts';
import { jsonReport } from '../schemas/report.ts';
import { toAssessmentQuery } from './assessments.ts';

const text = { schema: z.string() };

const report = fileEndpoint({
  method: 'get',
  path: '/programs/{program}/report.{format}',
  routingPath: '/programs/:program/:report{report\\.[^/]+}',
  params: { format: z.enum(FORMATS) },
  tag: 'Reports',
  summary: 'A status report as a file',
  description: 'Every row that the filters select, from one snapshot, written while it is read. Refusals come before the first byte.',
  query: reportQuery,
  refusals: ['not_found', 'forbidden', 'as_of_in_future'],
  content: { 'text/csv': text, 'application/json': { schema: jsonReport } },
  async handle(request) {
    const slug = programOf(request);
    const admit = () => getProgram(request.context, slug, 'export');
    const format = (request.params.report ?? '').slice('report.'.length);
    if (!isFormat(format)) {
      await admit();
      throw new AppError('not_found', `There is no report in this format. There is: ${FORMATS.join(', ')}.`);
    }
    const { bom, columns, ...filters } = await readQuery(request, reportQuery, admit);
    return toResponse(
      await exportReport(request.context, slug, format, { ...toAssessmentQuery(filters), columns }, { bom: bom === '1' }),
      request.raw.signal,
    );
  },
});

const toResponse = async ({ body, contentType, filename }: ReportFile, left: AbortSignal): Promise<Response> =>
  new Response(await begun(body, left), {
    headers: { 'Content-Type': contentType, 'Content-Disposition': `attachment; filename="${filename}"` },
  });

export const reportEndpoints: readonly Endpoint[] = [report];
