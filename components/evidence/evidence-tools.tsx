import { AppLink } from '#components/ui/app-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { EVIDENCE_CLASSES, evidenceClassLabels } from '#lib/domain/evidence-class.ts';

interface EvidenceToolsProps {
  path: string;
  /** Kept while filtering: empty when now. */
  moment: { asOf: string; knownAt: string };
  filters: { class?: string | undefined; state?: string | undefined; q?: string | undefined };
}

const STATES = { expiring: 'Ends within 30 days', expired: 'No longer in force', superseded: 'Superseded', sealed: 'Sealed' };

/** Search in title, note and text, and filters. A plain form: the choice lives in the address. */
export function EvidenceTools({ path, moment, filters }: EvidenceToolsProps) {
  const filtered = Boolean(filters.class || filters.state || filters.q);
  const kept = new URLSearchParams(Object.entries(moment).filter(([, value]) => value !== '')).toString();
  const all = kept === '' ? path : `${path}?${kept}`;
  return (
    <form action={path} className="row evidence-tools" aria-label="Find evidence">
      {Object.entries(moment).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
      <label className="visually-hidden" htmlFor="evidence-q">
        Words in title, note or text
      </label>
      <input
        className="input"
        id="evidence-q"
        type="search"
        name="q"
        defaultValue={filters.q ?? ''}
        placeholder="Title, note or text"
        maxLength={200}
      />
      <label className="visually-hidden" htmlFor="evidence-class">
        Class
      </label>
      <select className="input" id="evidence-class" name="class" defaultValue={filters.class ?? ''}>
        <option value="">All classes</option>
        {EVIDENCE_CLASSES.map((item) => (
          <option key={item} value={item}>
            {item} · {evidenceClassLabels[item]}
          </option>
        ))}
      </select>
      <label className="visually-hidden" htmlFor="evidence-state">
        State
      </label>
      <select className="input" id="evidence-state" name="state" defaultValue={filters.state ?? ''}>
        <option value="">Whatever its state</option>
        {Object.entries(STATES).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Button type="submit">Find</Button>
      {filtered && <AppLink href={all}>All evidence</AppLink>}
    </form>
  );
}
