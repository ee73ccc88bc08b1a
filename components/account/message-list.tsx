import { Details } from '#components/ui/details.tsx';

export interface MessageItem {
  id: string;
  subject: string;
  createdText: string;
  stateText: string;
  text: string;
}

/** The messages that were written to the reader, with what they say. */
export function MessageList({ messages }: { messages: readonly MessageItem[] }) {
  if (messages.length === 0) return <p className="muted">None yet. One comes on a morning with something new.</p>;
  return (
    <ol className="notes">
      {messages.map((message) => (
        <li key={message.id}>
          <Details look="row" summary={message.subject}>
            <pre className="message-text">{message.text}</pre>
          </Details>
          <p className="muted small">
            {message.createdText}. {message.stateText}
          </p>
        </li>
      ))}
    </ol>
  );
}
