/** A receipt as plain text, the same characters that its check compares. */
import { randomUUID } from 'node:crypto';
import { logToStderr } from '#lib/api/log.ts';
import { problemResponse, toProblem } from '#lib/api/problem.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { receiptNumber } from '#lib/domain/receipt.ts';
import { getReceipt } from '#lib/operations/get-receipt.ts';
import { requestContext } from '#lib/server/session.ts';

export async function GET(request: Request, { params }: { params: Promise<{ program: string; response: string }> }): Promise<Response> {
  const { program, response } = await params;
  try {
    const { text, number } = await getReceipt(await requestContext(), program, response);
    if (text === null) throw notFound('The text of the receipt');
    const headers = {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="${program}-receipt-${receiptNumber(number)}.txt"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    };
    return new Response(text, { headers });
  } catch (error) {
    const requestId = randomUUID();
    if (!(error instanceof AppError)) {
      logToStderr({ level: 'error', message: 'receipt failed', requestId, method: 'GET', path: new URL(request.url).pathname, error });
    }
    return problemResponse(toProblem(error, requestId));
  }
}
