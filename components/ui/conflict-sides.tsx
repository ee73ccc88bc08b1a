import { DescriptionList } from './description-list.tsx';
import type { Conflict, ConflictSide } from './form-state.ts';

/** What somebody else recorded first, beside what this person was about to record. */
export function ConflictSides({ conflict }: { conflict: Conflict }) {
  return (
    <div className="conflict-sides">
      <Side heading="Theirs, on record" side={conflict.theirs} />
      <Side heading="Mine, not recorded" side={conflict.mine} />
    </div>
  );
}

function Side({ heading, side }: { heading: string; side: ConflictSide }) {
  return (
    <div>
      <p className="eyebrow">{heading}</p>
      <p className="conflict-title">{side.title}</p>
      <p className="muted small">{side.who}</p>
      <DescriptionList items={side.lines} />
    </div>
  );
}
