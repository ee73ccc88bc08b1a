import type { PublicRecord } from '#lib/operations/get-public-record.ts';

/** The parts of this long page, each with how much is in it. */
export function RecordContents({ record }: { record: PublicRecord }) {
  const total = record.kinds.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    { id: 'entries', text: `${total} dated facts` },
    ...(record.confined
      ? []
      : [
          { id: 'conflicts', text: `${record.conflicts.length} places where sources differ` },
          { id: 'unverified', text: `${record.unverified.length} things that could not be verified` },
        ]),
    { id: 'law', text: `${record.facts.law.length} laws referred to` },
    { id: 'facts', text: 'The program' },
    { id: 'sources', text: `${record.sources.length} sources` },
  ];
  return (
    <nav aria-label="On this page">
      <ul className="row small mt-2">
        {parts.map((part) => (
          <li key={part.id}>
            <a href={`#${part.id}`}>{part.text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
