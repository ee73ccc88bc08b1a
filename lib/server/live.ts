/**
 * Changes as they happen: one LISTEN connection per process feeds every open browser of that process. When the connection
 * is lost it is opened again, and the browsers read their page anew, since something may have been missed.
 */

import pg from 'pg';
import { oneLine } from '#lib/domain/log-line.ts';
import { runtime } from './runtime.ts';

type Listener = (assessmentId: string | null) => void;

interface Feed {
  listeners: Set<Listener>;
  client: pg.Client | null;
}

const holder = globalThis as typeof globalThis & { provisoFeed?: Feed };
const RETRY_MS = 1000;

function feed(): Feed {
  holder.provisoFeed ??= { listeners: new Set(), client: null };
  return holder.provisoFeed;
}

async function connect(state: Feed): Promise<void> {
  const client = new pg.Client({ connectionString: runtime().settings.directUrl, application_name: 'proviso-live' });
  state.client = client;
  let lost = false;
  const reconnect = () => {
    if (lost) return;
    lost = true;
    state.client = null;
    if (state.listeners.size > 0) setTimeout(() => void start(state, true), RETRY_MS).unref();
  };
  client.on('error', reconnect);
  client.on('end', reconnect);
  client.on('notification', (message) => tell(state, message.payload ?? null));
  await client.connect();
  await client.query('LISTEN proviso');
}

const tell = (state: Feed, id: string | null): void => {
  for (const listener of state.listeners) listener(id);
};

async function start(state: Feed, again = false): Promise<void> {
  if (state.client) return;
  try {
    await connect(state);
    if (again) tell(state, null);
  } catch (error) {
    process.stderr.write(`live changes: ${oneLine((error as Error).message)}\n`);
    state.client = null;
    setTimeout(() => void start(state, true), RETRY_MS).unref();
  }
}

/** Calls back with the id of each changed assessment, or null when anything may have changed. Returns the way to stop. */
export function onChange(listener: Listener): () => void {
  const state = feed();
  state.listeners.add(listener);
  void start(state);
  return () => {
    state.listeners.delete(listener);
  };
}
