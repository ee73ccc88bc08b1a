/** Steps that are legal here but not open to this person, and who may take them. */
export function NeedsSomeoneElse({ items }: { items: readonly { act: string; who: string }[] }) {
  if (items.length === 0) return null;
  return (
    <p className="needs-other">
      <b>Needs someone else:</b> {items.map((item) => `${item.act} (${item.who})`).join(', ')}.
    </p>
  );
}
