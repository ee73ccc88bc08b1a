import { Segmented } from '#components/ui/segmented.tsx';

export type AuditKey = 'ledger' | 'approvers' | 'back-dated' | 'sample';

const pages: readonly { key: AuditKey; label: string; path: string }[] = [
  { key: 'ledger', label: 'Ledger', path: '' },
  { key: 'approvers', label: 'Who could approve', path: '/approvers' },
  { key: 'back-dated', label: 'Back-dated', path: '/back-dated' },
  { key: 'sample', label: 'Sample', path: '/sample' },
];

/** The auditor's pages. A new one is one row above. */
export function AuditNav({ base, current, momentQuery }: { base: string; current: AuditKey; momentQuery: string }) {
  return (
    <div className="audit-nav">
      <Segmented
        label="Audit"
        items={pages.map(({ key, label, path }) => ({ label, href: `${base}${path}${momentQuery}`, current: key === current }))}
      />
    </div>
  );
}
