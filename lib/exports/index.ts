/** The registry of export formats: one file per format and one line here. Pages, the API and the tests read it. */
import { csv } from './csv.ts';
import type { ExportFormat } from './format.ts';
import { json } from './json.ts';

export const exportFormats = { csv, json } as const satisfies Record<string, ExportFormat>;

export type FormatId = keyof typeof exportFormats;
export const FORMATS = Object.keys(exportFormats) as readonly FormatId[];
export const isFormat = (text: string): text is FormatId => Object.hasOwn(exportFormats, text);
