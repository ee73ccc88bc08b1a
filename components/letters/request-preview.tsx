import { Details } from '#components/ui/details.tsx';
import { LetterText } from './letter-text.tsx';
import type { RequestPreviewView } from './request-form-types.ts';

/** What each recipient would read, and what would move. Nothing of it is recorded yet. */
export function RequestPreview({ letters, total, moving, dueText, dueNotes }: RequestPreviewView) {
  return (
    <div className="request-preview">
      <h2>Before it is recorded</h2>
      <p>
        {total === 1 ? 'One letter' : `${total} letters`}. Answers due {dueText}.{' '}
        {moving === 0
          ? 'No status moves: everybody was asked before, so the letter is only recorded.'
          : `${moving} ${moving === 1 ? 'assessment becomes' : 'assessments become'} Requested.`}
      </p>
      {dueNotes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      {letters.map((letter, index) => (
        <Details key={letter.id} look="row" open={index === 0} summary={`${letter.name}: ${letter.addressee}`}>
          <LetterText heading="h3" subject={letter.subject} blocks={letter.blocks} />
          <ul className="bullets small">
            {letter.moves.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Details>
      ))}
      {total > letters.length && <p className="muted">The other {total - letters.length} read the same, each with its own names.</p>}
    </div>
  );
}
