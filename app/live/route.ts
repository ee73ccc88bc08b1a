import { AppError } from '#lib/domain/errors.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { onChange } from '#lib/server/live.ts';
import { backgroundContext } from '#lib/server/session.ts';

export const dynamic = 'force-dynamic';

const BEAT_MS = 25_000;

/** Server-sent events: `change`, without saying what changed, since that may belong to another program. */
export async function GET(request: Request): Promise<Response> {
  try {
    await getProgram(await backgroundContext(), new URL(request.url).searchParams.get('program') ?? '');
  } catch (error) {
    if (error instanceof AppError) return new Response(null, { status: error.status, headers: { 'Cache-Control': 'no-store' } });
    throw error;
  }
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const leave = onChange(() => send('event: change\ndata:\n\n'));
      const beat = setInterval(() => send(': still here\n\n'), BEAT_MS);
      stop = () => {
        clearInterval(beat);
        leave();
      };
      request.signal.addEventListener('abort', () => {
        stop();
        controller.close();
      });
      send(': listening\n\n');
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' } });
}
