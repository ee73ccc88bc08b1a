import { AppLink } from '#components/ui/app-link.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Grade, Source } from '#lib/domain/record.ts';
import { FoldedSources } from './source-list.tsx';

export interface WhoMustActRow {
  /** For example "Applicant", "Books into", "Run by", "Asked". */
  term: string;
  /** One or more names, each a link when it has a page. */
  names: readonly { text: string; href: string | null; role?: string | undefined }[];
  /** For example "Opened July 1995; the State has run the city jail since 1991." */
  note?: string | null | undefined;
  sources?: readonly Source[] | undefined;
  grade?: Grade | undefined;
}

/** Who has to act and why: who books where, and who runs the place. */
export function WhoMustAct({ rows }: { rows: readonly WhoMustActRow[] }) {
  return (
    <Panel title="Who must act">
      <DescriptionList items={rows.map((row) => ({ term: row.term, detail: <RowDetail row={row} /> }))} />
    </Panel>
  );
}

function RowDetail({ row }: { row: WhoMustActRow }) {
  return (
    <>
      {row.names.map((name) => (
        <span className="who-name" key={name.text}>
          {name.href ? <AppLink href={name.href}>{name.text}</AppLink> : name.text}
          {name.role && <span className="muted"> · {name.role}</span>}
        </span>
      ))}
      {row.note && <span className="who-note">{row.note}</span>}
      {row.sources && row.sources.length > 0 && <FoldedSources sources={row.sources} grade={row.grade} />}
    </>
  );
}
