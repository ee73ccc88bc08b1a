/** The settings of the store of files, which every process that serves reads alike. */
import { join } from 'node:path';
import { z } from 'zod';
import type { FileStoreOptions } from './file-store.ts';
import { parseClamdAddress } from './virus-scan.ts';

const schema = z.object({
  PROVISO_DATA: z.string().default('.data'),
  PROVISO_FILES: z.string().optional(),
  PROVISO_MAX_UPLOAD_MB: z.coerce.number().int().min(1).max(2048).default(50),
  PROVISO_CLAMD: z.string().optional(),
});

/** @throws Error naming the variable that is wrong, never its value */
export function readFileSettings(env: NodeJS.ProcessEnv): FileStoreOptions {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) throw new Error(`Settings are wrong: ${parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')}.`);
  const { PROVISO_DATA, PROVISO_FILES, PROVISO_MAX_UPLOAD_MB, PROVISO_CLAMD = null } = parsed.data;
  if (PROVISO_CLAMD !== null) parseClamdAddress(PROVISO_CLAMD);
  return { folder: PROVISO_FILES ?? join(PROVISO_DATA, 'evidence'), maxBytes: PROVISO_MAX_UPLOAD_MB * 1024 * 1024, clamd: PROVISO_CLAMD };
}
