/**
 * Takes files into the store and answers a ticket for each, which the form then sends. The body is read only after it is
 * known who sends it, from where, and that he may. It stands outside the proxy, which would keep a copy of every body.
 */
import { randomUUID } from 'node:crypto';
import { isSameOrigin } from '#lib/api/authentication.ts';
import { logToStderr } from '#lib/api/log.ts';
import { problemResponse, toProblem } from '#lib/api/problem.ts';
import { NO_PAGE, securityHeaders } from '#lib/api/security-headers.ts';
import { MAX_FILES, readUpload } from '#lib/api/upload.ts';
import { AppError } from '#lib/domain/errors.ts';
import { ACCEPTED_ENDINGS } from '#lib/domain/file-kind.ts';
import { requireUploader } from '#lib/operations/store-file.ts';
import { runtime } from '#lib/server/runtime.ts';
import { safeReturn } from '#lib/server/safe-return.ts';
import { requestContext } from '#lib/server/session.ts';
import { uploadProblem } from '#lib/server/upload-return.ts';

export const dynamic = 'force-dynamic';

const headers = (): Record<string, string> => ({
  ...securityHeaders(runtime().settings.origin),
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `${NO_PAGE}; sandbox`,
});

const wantsPage = (request: Request): boolean => (request.headers.get('accept') ?? '').includes('text/html');

/** Without JavaScript: back to the form, which is given the tickets, or told why there are none. */
function backToForm(returnTo: string, entries: [string, string][]): Response {
  const url = new URL(safeReturn(returnTo), 'http://proviso.invalid');
  for (const [name, value] of entries) url.searchParams.append(name, value);
  return new Response(null, { status: 303, headers: { ...headers(), Location: `${url.pathname}${url.search}` } });
}

/** What is taken, for whoever may send it. */
export async function GET(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  try {
    const context = await requestContext();
    await requireUploader(context, (await params).program);
    return Response.json(
      { maxBytes: context.db.files.maxBytes, maxFiles: MAX_FILES, accepted: ACCEPTED_ENDINGS.split(',') },
      { headers: headers() },
    );
  } catch (error) {
    return refuse(request, error, null);
  }
}

export async function POST(request: Request, { params }: { params: Promise<{ program: string }> }): Promise<Response> {
  const { program } = await params;
  const returnTo = new URL(request.url).searchParams.get('returnTo') ?? '/';
  try {
    if (!isSameOrigin(request, runtime().settings.origin))
      throw new AppError('forbidden', 'A browser may write here only from a page of this site.');
    const context = await requestContext();
    await requireUploader(context, program);
    const { files } = await readUpload(request, context);
    if (wantsPage(request))
      return backToForm(
        returnTo,
        files.map(({ ticket }) => ['files', ticket]),
      );
    const answer = files.map(({ ticket, fileName, sizeBytes, mediaType, scan, sha256 }) => ({
      ticket,
      fileName,
      sizeBytes,
      mediaType,
      scan,
      sha256,
    }));
    return Response.json({ files: answer }, { headers: headers() });
  } catch (error) {
    return refuse(request, error, returnTo);
  }
}

/** @param returnTo null: there is no form to go back to */
function refuse(request: Request, error: unknown, returnTo: string | null): Response {
  const requestId = randomUUID();
  if (!(error instanceof AppError)) {
    logToStderr({ level: 'error', message: 'upload failed', requestId, method: 'POST', path: new URL(request.url).pathname, error });
  } else if (returnTo !== null && wantsPage(request) && !['unauthenticated', 'forbidden', 'not_found'].includes(error.code)) {
    return backToForm(returnTo, [['problem', uploadProblem(error.code)]]);
  }
  const response = problemResponse(toProblem(error, requestId));
  for (const [name, value] of Object.entries(headers())) response.headers.set(name, value);
  return response;
}
