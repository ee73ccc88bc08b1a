import { Segmented } from '#components/ui/segmented.tsx';

export type LettersKey = 'sent' | 'received' | 'templates';

const pages: readonly { key: LettersKey; label: string; path: string; sends?: boolean }[] = [
  { key: 'sent', label: 'Sent', path: '' },
  { key: 'received', label: 'Received', path: '/received' },
  { key: 'templates', label: 'Templates', path: '/templates', sends: true },
];

/** The pages of letters; templates only for those who send. */
export function LettersNav({
  base,
  current,
  momentQuery,
  sends,
}: {
  base: string;
  current: LettersKey;
  momentQuery: string;
  sends: boolean;
}) {
  return (
    <div className="audit-nav">
      <Segmented
        label="Letters"
        items={pages
          .filter((page) => sends || !page.sends)
          .map(({ key, label, path }) => ({ label, href: `${base}${path}${momentQuery}`, current: key === current }))}
      />
    </div>
  );
}
