import { Panel } from '#components/ui/panel.tsx';
import type { Grade, Source } from '#lib/domain/record.ts';
import { FoldedSources } from './source-list.tsx';

export interface Position {
  id: string;
  /** Whose position, for example "Applicant" or "State corrections". */
  who: string;
  /** What they said, in the record's words. */
  says: string;
  /** For example "Aug 14, 2017". */
  whenText: string | null;
  grade: Grade;
  sources: readonly Source[];
  /** For example "sources differ". */
  note?: string | null | undefined;
}

/** What each side has said. It is theirs, not a finding. */
export function Positions({ positions, title = 'Positions on record' }: { positions: readonly Position[]; title?: string | undefined }) {
  return (
    <Panel title={title}>
      {positions.length === 0 && <p className="muted">None on record.</p>}
      <ul className="positions">
        {positions.map((position) => (
          <li key={position.id}>
            <p>
              <b>{position.who}</b> {position.says}
              <span className="muted">{[position.whenText, position.note].filter(Boolean).map((part) => ` · ${part}`)}</span>
            </p>
            <FoldedSources sources={position.sources} grade={position.grade} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
