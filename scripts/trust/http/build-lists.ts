/** What the product can be asked, read from the build and from the API's own document: so nothing new is forgotten. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../lib/paths.ts';
import type { Client } from './client.ts';

export interface BuiltAddress {
  /** As Next writes it: `/programs/[program]`. */
  route: string;
  kind: 'page' | 'route';
}

export interface BuiltAction {
  id: string;
  name: string;
  /** A page that the action can be sent to. */
  route: string;
  /** How many arguments the compiled action takes. */
  takes: number;
}

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  enum?: unknown[];
  anyOf?: JsonSchema[];
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: JsonSchema;
}

export interface ApiOperation {
  method: string;
  /** As OpenAPI writes it: `/api/v1/programs/{program}`. */
  path: string;
  parameters: Parameter[];
  body: JsonSchema | null;
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(join(ROOT, '.next', file), 'utf8')) as T;

/** Next's own pages for faults are no addresses. */
const INTERNAL = new Set(['/_global-error', '/_not-found']);

/** Every page and route handler of the build. @throws Error when there is no build */
export function listAddresses(): BuiltAddress[] {
  const entries = Object.entries(readJson<Record<string, string>>('app-path-routes-manifest.json'));
  return entries
    .filter(([, route]) => !INTERNAL.has(route))
    .map(([file, route]) => ({ route, kind: file.endsWith('/page') ? 'page' : 'route' }) as const);
}

interface ActionEntry {
  workers: Record<string, unknown>;
  exportedName: string;
}

/** Bits 6 to 1 of the first byte of an id say which arguments the action uses. */
const argumentsOf = (id: string): number => (Number.parseInt(id.slice(0, 2), 16) & 0x7e).toString(2).replaceAll('0', '').length;

/** Every server action of the build. */
export function listActions(): BuiltAction[] {
  const routes = readJson<Record<string, string>>('app-path-routes-manifest.json');
  const { node } = readJson<{ node: Record<string, ActionEntry> }>(join('server', 'server-reference-manifest.json'));
  return Object.entries(node).map(([id, entry]) => {
    const worker = Object.keys(entry.workers).find((name) => routes[name.slice('app'.length)] !== undefined) ?? '';
    const route = routes[worker.slice('app'.length)];
    if (!route) throw new Error(`The action ${entry.exportedName} belongs to no page.`);
    return { id, name: entry.exportedName, route, takes: argumentsOf(id) };
  });
}

interface Document {
  paths: Record<string, Record<string, { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: JsonSchema }> } }>>;
  components: { schemas: Record<string, JsonSchema> };
}

export interface ApiDocument {
  operations: ApiOperation[];
  /** Follows `$ref`. */
  resolve(schema: JsonSchema): JsonSchema;
}

/** What the running server says of its API. */
export async function readApiDocument(client: Client): Promise<ApiDocument> {
  const { text } = await client.send({ path: '/api/v1/openapi.json' });
  const document = JSON.parse(text) as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      parameters: described.parameters ?? [],
      body: described.requestBody?.content['application/json']?.schema ?? null,
    })),
  );
  const resolve = (schema: JsonSchema): JsonSchema => {
    const name = schema.$ref?.split('/').pop();
    return name === undefined ? schema : (document.components.schemas[name] ?? {});
  };
  return { operations, resolve };
}
