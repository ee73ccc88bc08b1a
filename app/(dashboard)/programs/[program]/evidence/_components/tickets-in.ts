import type { SearchParams } from '#lib/server/page.ts';

/** The tickets with which an upload without JavaScript came back. What they are worth is asked when they are sent. */
export const ticketsIn = (search: SearchParams): string[] => [search.files ?? []].flat();
