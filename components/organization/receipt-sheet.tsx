import { Hash } from '#components/audit/hash.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { answeredByLabels, answerLabels } from '#lib/domain/answer.ts';
import type { ReceiptFacts } from '#lib/domain/receipt.ts';

export interface ReceiptSheetProps {
  facts: ReceiptFacts;
  /** With its zone, and the same instant in UTC. */
  submittedText: string;
  submittedBy: string;
  signedOffText: string | null;
  hash: string;
  stream: string;
  sequence: number;
}

/** What was submitted, as the receipt says it. Prints on its own. */
export function ReceiptSheet({ facts, submittedText, submittedBy, signedOffText, hash, stream, sequence }: ReceiptSheetProps) {
  return (
    <section className="panel panel-padded receipt" aria-label="Receipt">
      <DescriptionList
        items={[
          { term: 'Answered by', detail: `${facts.organization} (${answeredByLabels[facts.answeredBy].toLowerCase()})` },
          { term: 'Submitted', detail: submittedText },
          { term: 'Submitted by', detail: submittedBy },
          ...(facts.authorName ? [{ term: 'Answers given by', detail: facts.authorName }] : []),
          { term: 'Signed off', detail: signedOffText ?? 'No sign-off was asked for' },
        ]}
      />
      <h2>Answers</h2>
      <ol className="receipt-list">
        {facts.answers.map((item) => (
          <li key={item.condition}>
            <b>{item.title}:</b> {answerLabels[item.answer]}
            {item.words && <p className="receipt-words">{item.words}</p>}
          </li>
        ))}
      </ol>
      {facts.summary && (
        <>
          <h2>In short</h2>
          <p className="receipt-words">{facts.summary}</p>
        </>
      )}
      <h2>Kept with it</h2>
      <ol className="receipt-list">
        {facts.files.map((file) => (
          <li key={file.evidenceId}>
            {file.title}
            {file.url && <span className="receipt-link">{file.url}</span>}
            {file.sha256 ? (
              <span className="receipt-hash">
                SHA-256 <Hash value={file.sha256} />
              </span>
            ) : (
              <span className="muted small">No bytes were handed in, only the link.</span>
            )}
          </li>
        ))}
      </ol>
      <h2>In the history</h2>
      <p className="muted small">
        Event {sequence} of stream {stream}. Its hash covers everything above; keep it, and nobody can change one unseen.
      </p>
      <p className="receipt-hash">
        <Hash value={hash} />
      </p>
    </section>
  );
}
