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
  return (
    <div className="letter-sheet">
      <Heading>{subject}</Heading>
      {blocks.map((block, index) =>
        block.kind === 'questions' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a letter never changes, and its paragraphs have no other name
          <ol key={index}>
            {block.items.map((item) => (
              <li key={item}>{item}</li>
            ))}
          </ol>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <p key={index}>{block.text}</p>
        ),
      )}
    </div>
  );
}
