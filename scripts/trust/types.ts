/** The frame of `npm run trust`: what a test is given, and what it has to show. */
import type pg from 'pg';
import type { Database } from '#lib/data/client.ts';
import type { Role } from '#lib/domain/permission.ts';
import type { Context } from '#lib/operations/context.ts';

/** `gate` is the size of `npm test`, `full` that of `npm run trust`. */
export type TrustSize = 'gate' | 'full';

/** One attack or fault, with the exact behavior expected. */
export interface TrustTest {
  /** Its number in the catalogue, such as `A1`; the letter is the group. */
  id: string;
  /** What is attacked or broken. */
  title: string;
  /** What must happen. */
  must: string;
  /** Left out at gate size: small it would say nothing. */
  fullOnly?: boolean;
  run(run: TrustRun): Promise<TrustFigures>;
}

/** A deliberately broken build, setting or rule under which the same test has to fail: one that passes makes it void. */
export interface TrustControl {
  what: string;
  failedAsItMust: boolean;
  figures?: Record<string, number | string>;
}

export interface TrustFigures {
  tried: number;
  passed: number;
  failed: number;
  figures: Record<string, number | string>;
  control: TrustControl;
  /** What a reader has to know, and the first things that went wrong. */
  notes?: string;
}

/** A context of a person (or token, job, …) with this role everywhere. */
export type ContextOf = (role: Role, options?: { key?: string; now?: string }) => Promise<Context>;

/** A database of one test, migrated, with the PSP record in it. */
export interface TrustDatabase {
  name: string;
  /** As the role that owns the tables. On the embedded server it is a superuser. */
  ownerUrl: string;
  /** As the role that the product serves with. */
  appUrl: string;
  /** The product's own connection, as the serving role. */
  db: Database;
  /** To look behind the product, or to break it on purpose. */
  owner: pg.Pool;
  as: ContextOf;
  drop(): Promise<void>;
}

/** A PostgreSQL server whose processes a test may look at, and kill when it is its own. */
export interface TrustServer {
  dataFolder: string;
  /** Of the postmaster; changes when the server is started again. */
  pid(): number;
  port(): number;
  /** Address of one of its databases, as the superuser. */
  urlOf(database: string): string;
  database(): Promise<TrustDatabase>;
}

export interface OwnServer extends TrustServer {
  /** Ends every process of the server at once, without a word (SIGKILL). */
  kill(): Promise<void>;
  /** Starts it again on the same data, on a new port. @returns milliseconds until it answered */
  start(): Promise<number>;
  /** The addresses of a database after `start`: the port has changed. */
  addressesOf(database: TrustDatabase): { ownerUrl: string; appUrl: string };
  /** Ends the server and removes its data. */
  close(): Promise<void>;
}

/** A running built web server, with all that it has said. */
export interface TrustWeb {
  baseUrl: string;
  port: number;
  /** Of the server itself, not of a wrapper. */
  pid: number;
  database: TrustDatabase;
  /** The PROVISO_SECRET it runs with. */
  secret: string;
  /** Its PROVISO_DATA: keys and checkpoints of the ledger. */
  dataFolder: string;
  /** Standard output and standard error so far. */
  output(): string;
  /** SIGKILL. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface WebOptions {
  /** Absent: one of its own on the shared server. */
  database?: TrustDatabase;
  /** The example accounts exist and can be signed in to by a click; default true. */
  demo?: boolean;
  env?: Record<string, string>;
  dataFolder?: string;
}

export interface TrustRun {
  size: TrustSize;
  seed: number;
  /** The smaller number at gate size, the larger at full size. */
  scale(gate: number, full: number): number;
  /** A database of its own; dropped at the end of the run unless the test did so. */
  database(): Promise<TrustDatabase>;
  /** The shared server. It is not to be stopped or reconfigured. */
  server: TrustServer;
  /** A server for one test alone. */
  ownServer(): Promise<OwnServer>;
  /** One running web server, shared by the tests that leave it and its accounts as they are; with example accounts. */
  web(): Promise<TrustWeb>;
  /** A web server for one test alone. */
  startWeb(options?: WebOptions): Promise<TrustWeb>;
  say(text: string): void;
}

/** A result with the test it belongs to and the time it took. */
export interface TrustResult {
  test: TrustTest;
  figures: TrustFigures;
  seconds: number;
  /** Nothing failed, something was tried, and the control failed as it must. */
  ok: boolean;
}

/** Whether a result counts as passed. */
export function isGood({ tried, failed, control }: TrustFigures): boolean {
  return tried > 0 && failed === 0 && control.failedAsItMust;
}
