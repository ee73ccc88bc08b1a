/** What is asked of the worker that opens files, and what it answers. */
export type ContentJob =
  | { kind: 'text'; path: string; mediaType: string }
  /** `page` from 1; for a picture always 1. */
  | { kind: 'picture'; path: string; mediaType: string; page: number }
  | { kind: 'measure'; path: string };

export type ContentAnswer =
  | { kind: 'text'; text: string; pages: number | null }
  | { kind: 'picture'; png: Uint8Array; pages: number }
  | { kind: 'measure'; width: number; height: number };

/** More than any letter; what is longer is found by its first part. */
export const MAX_TEXT = 300_000;
/** Larger pictures are refused: unpacked, one such takes about 200 MB. */
export const MAX_PIXELS = 50_000_000;
/** A PDF with more pages is searched in its first ones. */
export const MAX_PAGES = 500;
