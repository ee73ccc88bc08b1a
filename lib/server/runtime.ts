/** What lives as long as the server process: settings, the connection pool, and sign-in. */
import { type Database, openDatabase } from '#lib/data/client.ts';
import { type Auth, createAuth } from './auth.ts';
import { readSettings, type Settings } from './env.ts';

export interface Runtime {
  settings: Settings;
  db: Database;
  auth: Auth;
}

// The development server loads modules again on every change; the pool must not be opened again with them.
const holder = globalThis as typeof globalThis & { provisoRuntime?: Runtime };

export function runtime(): Runtime {
  if (!holder.provisoRuntime) {
    const settings = readSettings();
    const db = openDatabase(settings.databaseUrl, { max: 20, files: settings.files });
    holder.provisoRuntime = { settings, db, auth: createAuth(db, settings) };
  }
  return holder.provisoRuntime;
}
