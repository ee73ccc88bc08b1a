/** A digest in hex, whole, in groups that can be compared by eye. Copied, it has no blanks. */
export function Hash({ value }: { value: string }) {
  return (
    <code className="hash">
      {[...value.matchAll(/.{1,8}/g)].map((group) => (
        <span key={group.index}>{group[0]}</span>
      ))}
    </code>
  );
}
