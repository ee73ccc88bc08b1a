/** Runs once when a server process starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { runtime } = await import('#lib/server/runtime.ts');
  const { startFolding } = await import('#lib/jobs/fold-counters.ts');
  const { startSealing } = await import('#lib/jobs/seal-ledger.ts');
  const { db, settings } = runtime();
  startFolding(db);
  startSealing(db, settings.dataFolder);
}
