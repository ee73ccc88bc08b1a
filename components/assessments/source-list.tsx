import { ExternalLink } from '#components/ui/app-link.tsx';
import { Details } from '#components/ui/details.tsx';
import type { Grade, Source } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';
import { GradeTag } from './grade-tag.tsx';

/** How much of a source was read, in words; the record keeps a code. */
const seenWords: Record<string, string> = {
  full: 'read in full',
  excerpt: 'an excerpt was read',
  title: 'only its title was read',
  file: 'the file was read',
};

const seenText = (seen: string): string => seenWords[seen] ?? `read: ${seen}`;

function SourceItem({ source }: { source: Source }) {
  const about = [source.publisher, source.dated ? formatDate(source.dated, 'short') : 'undated', seenText(source.seen)];
  return (
    <li>
      <ExternalLink href={source.url}>{source.title}</ExternalLink>
      <span className="source-about">{about.filter(Boolean).join(' · ')}</span>
      {source.note && <span className="source-about">{source.note}</span>}
    </li>
  );
}

export interface SourceListProps {
  sources: readonly Source[];
  grade?: Grade | undefined;
}

/** The sources of a fact in full: title with its link, publisher, date, how much of it was read. */
export function SourceList({ sources, grade }: SourceListProps) {
  if (sources.length === 0) return <p className="muted">No source is named.</p>;
  return (
    <div className="sources">
      {grade && (
        <p>
          <GradeTag grade={grade} />
        </p>
      )}
      <ul>
        {sources.map((source) => (
          <SourceItem key={source.id} source={source} />
        ))}
      </ul>
    </div>
  );
}

/** The same folded into "3 sources · secondary", to open in place. */
export function FoldedSources({ sources, grade }: SourceListProps) {
  if (sources.length === 0) return grade ? <GradeTag grade={grade} /> : null;
  const count = sources.length === 1 ? '1 source' : `${sources.length} sources`;
  return (
    <Details
      summary={
        <>
          {count}
          {grade && <GradeTag grade={grade} />}
        </>
      }
    >
      <SourceList sources={sources} />
    </Details>
  );
}
