/** One letter as a Word document, for people. Programs use the HTTP API. */
import { randomUUID } from 'node:crypto';
import { logToStderr } from '#lib/api/log.ts';
import { problemResponse, toProblem } from '#lib/api/problem.ts';
import { AppError } from '#lib/domain/errors.ts';
import { exportLetter } from '#lib/operations/export-letter.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { requestContext } from '#lib/server/session.ts';

interface Props {
  params: Promise<{ program: string; request: string; recipient: string }>;
}

export async function GET(request: Request, { params }: Props): Promise<Response> {
  const { program: slug, request: id, recipient } = await params;
  try {
    const context = await requestContext();
    const program = await getProgram(context, slug);
    const { body, contentType, filename } = await exportLetter(context, id, recipient, program.id);
    const headers = {
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${filename}"`,
      'Content-Length': String(body.byteLength),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    };
    return new Response(Uint8Array.from(body), { headers });
  } catch (error) {
    const requestId = randomUUID();
    if (!(error instanceof AppError)) {
      logToStderr({ level: 'error', message: 'download failed', requestId, method: 'GET', path: new URL(request.url).pathname, error });
    }
    return problemResponse(toProblem(error, requestId));
  }
}
