import type { LetterBlock } from '#lib/domain/letter-template.ts';

/** A letter as its addressee reads it. Its words are text, whatever they hold. */
export function LetterText({
  subject,
  blocks,
  heading = 'h2',
}: {
  subject: string;
  blocks: readonly LetterBlock[];
  heading?: 'h1' | 'h2' | 'h3';
}) {
  const Heading = heading;
  // A letter never changes, so its parts are known by their place.
  const parts = blocks.map((block, place) => ({ block, key: `part-${place}` }));
  return (
    <div className="letter-sheet">
      <Heading>{subject}</Heading>
      {parts.map(({ block, key }) =>
        block.kind === 'questions' ? (
          <ol key={key}>
            {block.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ol>
        ) : (
          <p key={key}>{block.text}</p>
        ),
      )}
    </div>
  );
}
