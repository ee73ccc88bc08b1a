import type { ReactElement } from 'react';
import { ExternalLink } from '#components/ui/app-link.tsx';
import type { Source } from '#lib/domain/record.ts';

const describe = ({ publisher, dated }: Source): string => [publisher, dated].filter((part) => part !== null && part !== '').join(', ');

/** Sources as links; one without an address is named and said to have none. */
export const SourceList = ({ sources }: { sources: Source[] }): ReactElement =>
  sources.length === 0 ? (
    <p className="tl-quiet">No source named</p>
  ) : (
    <ul className="tl-sources">
      {sources.map((source) => (
        <li key={source.id}>
          <ExternalLink href={source.url}>{source.title}</ExternalLink>
          <span className="tl-quiet"> {describe(source)}</span>
        </li>
      ))}
    </ul>
  );
