/** Published sources by id. */
import type { Source } from '#lib/domain/record.ts';
import type { Database } from './client.ts';
import type { Source as SourceRow } from './generated/client.ts';
import { translated } from './transaction.ts';

const view = (row: SourceRow): Source => ({
  id: row.id,
  ref: row.ref,
  title: row.title,
  publisher: row.publisher,
  dated: row.datedText,
  url: row.url,
  kind: row.kind,
  seen: row.seen,
  note: row.note,
});

/** The sources of these ids; ids may repeat. */
export async function sourcesOf(db: Database, ids: string[]): Promise<Map<string, Source>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await translated(db.prisma.source.findMany({ where: { id: { in: wanted } } }));
  return new Map(rows.map((row) => [row.id, view(row)]));
}
