import { Icon } from '#components/ui/icon.tsx';

export interface DownloadLink {
  /** For example "CSV". */
  label: string;
  href: string;
  /** For example "for spreadsheets; UTF-8". */
  hint?: string | undefined;
}

/** The same rows as a file. Plain links: a download is not a page. */
export function DownloadLinks({ links }: { links: readonly DownloadLink[] }) {
  return (
    <ul className="downloads" aria-label="Downloads">
      {links.map((link) => (
        <li key={link.label}>
          <a className="btn" href={link.href} download>
            <Icon name="download" />
            {link.label}
          </a>
          {link.hint && <span className="muted small">{link.hint}</span>}
        </li>
      ))}
    </ul>
  );
}
