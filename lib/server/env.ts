/** The settings of the running server, read once and checked. */
import { z } from 'zod';

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_DIRECT_URL: z.string().min(1).optional(),
  PROVISO_SECRET: z.string().min(16),
  PROVISO_ORIGIN: z.url().default('http://127.0.0.1:3000'),
  PROVISO_DEMO: z.enum(['0', '1']).default('0'),
  PROVISO_DATA: z.string().default(''),
});

export interface Settings {
  databaseUrl: string;
  /** For LISTEN, which a transaction pooler cannot serve. */
  directUrl: string;
  secret: string;
  origin: string;
  /** Example accounts are offered; only without a database of one's own, on loopback. */
  demo: boolean;
  /** Where the signing key and the checkpoint file are. The launcher names it; else `.data` where the process runs. */
  dataFolder: string;
}

/** @throws Error naming the variable that is missing or wrong, never its value */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`Settings are missing or wrong: ${names}`);
  }
  const { DATABASE_URL, DATABASE_DIRECT_URL, PROVISO_SECRET, PROVISO_ORIGIN, PROVISO_DEMO, PROVISO_DATA } = parsed.data;
  return {
    databaseUrl: DATABASE_URL,
    directUrl: DATABASE_DIRECT_URL ?? DATABASE_URL,
    secret: PROVISO_SECRET,
    origin: PROVISO_ORIGIN,
    demo: PROVISO_DEMO === '1',
    dataFolder: PROVISO_DATA || '.data',
  };
}
