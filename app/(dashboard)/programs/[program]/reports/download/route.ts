/** The report page's own rows and columns as a file. Programs that read reports use the HTTP API. */
import { randomUUID } from 'node:crypto';
import { logToStderr } from '#lib/api/log.ts';
import { problemResponse, toProblem } from '#lib/api/problem.ts';
import { AppError } from '#lib/domain/errors.ts';
import { begun } from '#lib/exports/format.ts';
import { FORMATS, isFormat } from '#lib/exports/index.ts';
import { exportReport } from '#lib/operations/export-report.ts';
import { param } from '#lib/server/page.ts';
import { requestContext } from '#lib/server/session.ts';
import { readReport } from '../_components/report-choices.ts';

export async function GET(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program: slug } = await params;
  const search = Object.fromEntries(new URL(request.url).searchParams);
  try {
    const context = await requestContext();
    const format = param(search, 'format');
    if (!isFormat(format)) throw new AppError('invalid_request', `format: one of ${FORMATS.join(', ')}.`, { field: 'format' });
    const { query, columns } = readReport(search, { asOf: param(search, 'asOf'), knownAt: param(search, 'knownAt') });
    // People open this file in a spreadsheet, which takes UTF-8 for something else unless the file is marked.
    const { contentType, filename, body } = await exportReport(context, slug, format, { ...query, columns }, { bom: true });
    const headers = {
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${filename}"`,
      'Cache-Control': 'no-store',
    };
    return new Response(await begun(body, request.signal), { headers });
  } catch (error) {
    const requestId = randomUUID();
    if (!(error instanceof AppError)) {
      logToStderr({ level: 'error', message: 'download failed', requestId, method: 'GET', path: new URL(request.url).pathname, error });
    }
    return problemResponse(toProblem(error, requestId));
  }
}
