import { FoldedSources } from '#components/assessments/source-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatDate } from '#lib/domain/time.ts';
import type { PublicRecord } from '#lib/operations/get-public-record.ts';
import { cited } from './cited.ts';

type Law = PublicRecord['facts']['law'][number];

function whenText(law: Law): string {
  const signed = law.signed && `Signed ${formatDate(law.signed, 'long')}`;
  const effective = law.effective ? `in effect from ${formatDate(law.effective, 'long')}` : 'date of effect not stated here';
  const text = [signed, effective].filter(Boolean).join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Laws that the record refers to, in paraphrase. What they reach is for courts to say. */
export function LawPanel({ record }: { record: PublicRecord }) {
  const { law } = record.facts;
  if (law.length === 0) return null;
  return (
    <Panel title="Law referred to" id="law">
      <p className="muted small">Paraphrased from the sources named. This is not legal advice.</p>
      <ul className="issues">
        {law.map((item) => (
          <li key={item.citation}>
            <h3>{item.citation}</h3>
            <p className="muted small">{whenText(item)}</p>
            <p>{item.paraphrase}</p>
            <FoldedSources sources={cited(record.sources, item.sources)} grade={item.grade ?? undefined} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
