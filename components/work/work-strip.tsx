export interface WorkCount {
  href: string;
  label: string;
  /** For example "12", "200 and more". */
  count: string;
  nothing: boolean;
}

/** How much there is of each kind; each number leads to its rows. */
export function WorkStrip({ counts }: { counts: readonly WorkCount[] }) {
  return (
    <nav aria-label="Kinds of work">
      <ul className="work-strip">
        {counts.map(({ href, label, count, nothing }) => (
          <li key={href}>
            <a href={href} className={nothing ? 'work-none' : undefined}>
              <b>{count}</b>
              <span>{label}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
