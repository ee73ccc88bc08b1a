export interface WorkCount {
  href: string;
  label: string;
  /** For example "12", "200 and more". */
  count: string;
  /** There is none, so the number leads nowhere. */
  nothing: boolean;
}

/** How much there is of each kind; each number leads to its rows. */
export function WorkStrip({ counts }: { counts: readonly WorkCount[] }) {
  return (
    <ul className="work-strip" aria-label="Kinds of work">
      {counts.map(({ href, label, count, nothing }) => (
        <li key={href}>
          {nothing ? (
            <div className="work-none">
              <b>{count}</b>
              <span>{label}</span>
            </div>
          ) : (
            <a href={href}>
              <b>{count}</b>
              <span>{label}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
