/** The lines that every page and export of a program says, at the foot of the page. */
export function StandingLines({ lines }: { lines: readonly string[] }) {
  return (
    <footer className="standing">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </footer>
  );
}
