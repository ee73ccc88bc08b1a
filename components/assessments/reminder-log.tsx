export interface ReminderItem {
  id: string;
  /** To whom and of what, for example "Ada Kwon, Baltimore Police: 5 business days before the due date of August 18, 2017". */
  text: string;
  /** When, and what became of it. */
  whenText: string;
}

/** The reminders that the asked organization was given. */
export function ReminderLog({ items }: { items: readonly ReminderItem[] }) {
  return (
    <ol className="notes">
      {items.map((item) => (
        <li key={item.id}>
          {item.text}
          <p className="muted small">{item.whenText}</p>
        </li>
      ))}
    </ol>
  );
}
