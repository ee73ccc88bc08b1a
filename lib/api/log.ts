import { oneLine } from '#lib/domain/log-line.ts';

/** The log of the API: one line of JSON per entry on standard error, whatever the text inside contains. */
export interface LogEntry {
  level: 'error' | 'info';
  message: string;
  requestId?: string;
  method?: string;
  /** Without the query: it may hold names that were searched. */
  path?: string;
  error?: unknown;
}

export type Log = (entry: LogEntry) => void;

interface LoggedError {
  name: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
}

function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack ? { stack: error.stack } : {}),
    ...(error.cause !== undefined && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/** The line that is written. Controls, line breaks and hidden marks are escaped, so nobody can forge a second line. */
export function formatEntry(entry: LogEntry, at: Date): string {
  const { error, ...rest } = entry;
  return oneLine(JSON.stringify({ at: at.toISOString(), ...rest, ...(error === undefined ? {} : { error: describeError(error) }) }));
}

export const logToStderr: Log = (entry) => {
  process.stderr.write(`${formatEntry(entry, new Date())}\n`);
};
