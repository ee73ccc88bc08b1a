/** The settings of the running server, read once and checked. */
import { z } from 'zod';

import { readFileSettings } from '#lib/data/files/file-settings.ts';
import type { FileStoreOptions } from '#lib/data/files/file-store.ts';

import type { MailSettings } from '#lib/jobs/mailer.ts';

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_DIRECT_URL: z.string().min(1).optional(),
  PROVISO_SECRET: z.string().min(16),
  PROVISO_ORIGIN: z.url().default('http://127.0.0.1:3000'),
  PROVISO_DEMO: z.enum(['0', '1']).default('0'),
  PROVISO_IDLE_MINUTES: z.coerce.number().int().min(1).max(720).default(15),
  PROVISO_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  PROVISO_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  PROVISO_OIDC_CLIENT_ID: z.string().min(1).optional(),
  PROVISO_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  PROVISO_OIDC_NAME: z.string().min(1).max(60).default('your organization'),
  PROVISO_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  PROVISO_MAIL_FROM: z.string().min(3).max(200).optional(),
  PROVISO_DATA: z.string().default(''),
});

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** As the button says it: "Sign in with …". */
  name: string;
}

export interface Settings {
  databaseUrl: string;
  /** For LISTEN, which a transaction pooler cannot serve. */
  directUrl: string;
  secret: string;
  origin: string;
  /** Example accounts are offered; only without a database of one's own, on loopback. */
  demo: boolean;
  /** A session ends when nobody acted in it for so long. */
  idleSeconds: number;
  /** How many proxies of one's own stand in front, each adding to X-Forwarded-For. */
  trustedProxies: number;
  oidc: OidcSettings | null;
  /** Null: messages stay in the outbox. */
  mail: MailSettings | null;
  /** Where the signing key and the checkpoint file are. The launcher names it; else `.data` where the process runs. */
  dataFolder: string;
  /** Where the bytes of evidence are, how large a file may be, and the virus scanner, where there is one. */
  files: FileStoreOptions;
}

type Parsed = z.infer<typeof schema>;

/** @throws Error when only a part of it is set */
function readOidc(parsed: Parsed): OidcSettings | null {
  const { PROVISO_OIDC_ISSUER: issuer, PROVISO_OIDC_CLIENT_ID: clientId, PROVISO_OIDC_CLIENT_SECRET: clientSecret } = parsed;
  if (!issuer && !clientId && !clientSecret) return null;
  if (!issuer || !clientId || !clientSecret) {
    throw new Error('Settings are missing: PROVISO_OIDC_ISSUER, PROVISO_OIDC_CLIENT_ID and PROVISO_OIDC_CLIENT_SECRET belong together.');
  }
  return { issuer: issuer.replace(/\/$/, ''), clientId, clientSecret, name: parsed.PROVISO_OIDC_NAME };
}

const LINE_BREAK = /[\r\n]/;

/** @throws Error when only a part of it is set, or the sender is no address */
function readMail({ PROVISO_SMTP_URL: url, PROVISO_MAIL_FROM: from }: Parsed): MailSettings | null {
  if (!url && !from) return null;
  if (!url || !from) throw new Error('Settings are missing: PROVISO_SMTP_URL and PROVISO_MAIL_FROM belong together.');
  if (LINE_BREAK.test(from) || !from.includes('@')) throw new Error('Settings are wrong: PROVISO_MAIL_FROM is no address.');
  return { url, from };
}

/** @throws Error naming the variable that is missing or wrong, never its value */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  // A variable that is set to nothing counts as absent, as compose files and service managers pass it.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
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
    idleSeconds: parsed.data.PROVISO_IDLE_MINUTES * 60,
    trustedProxies: parsed.data.PROVISO_TRUSTED_PROXIES,
    oidc: readOidc(parsed.data),
    mail: readMail(parsed.data),
    dataFolder: PROVISO_DATA || '.data',
    files: readFileSettings(env),
  };
}
