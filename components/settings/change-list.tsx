export interface PastChange {
  id: string;
  /** For example "Switched off" or "Returned: switch it off". */
  title: string;
  /** Who proposed and who decided, and when. */
  whoText: string;
  reason: string;
  comment: string | null;
}

/** Changes of a rule that were decided, the newest first. */
export function ChangeList({ changes }: { changes: readonly PastChange[] }) {
  if (changes.length === 0) return <p className="muted">None. It stands as it was set up.</p>;
  return (
    <ol className="notes">
      {changes.map((change) => (
        <li key={change.id}>
          <p>
            <b>{change.title}</b>
          </p>
          <p>{change.reason}</p>
          {change.comment && <p className="muted">Comment: {change.comment}</p>}
          <p className="muted small">{change.whoText}</p>
        </li>
      ))}
    </ol>
  );
}
