import { SourceList } from '#components/assessments/source-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { Source } from '#lib/domain/record.ts';

/** Every source that the program cites, and how much of each was read. */
export function SourcePanel({ sources }: { sources: readonly Source[] }) {
  const inFull = sources.filter((source) => source.seen === 'full').length;
  return (
    <Panel title="Sources" id="sources">
      <p className="muted small">
        {sources.length} sources are cited; {inFull} {inFull === 1 ? 'was' : 'were'} read in full. Beside each stands how much of it was
        read.
      </p>
      <SourceList sources={sources} />
    </Panel>
  );
}
