import { randomUUID } from 'node:crypto';
import { DecideForm } from '#components/evidence/decide-form.tsx';
import { EvidenceTable } from '#components/record/evidence-table.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import type { EvidenceView } from '#lib/domain/record.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import { mayWrite, type PageView } from '#lib/server/page.ts';
import { decideEvidenceAction } from '../../../_actions/evidence-actions.ts';

/** The evidence of an assessment, accepted or rejected where it stands. */
export function EvidencePanel({ data, view, path }: { data: AssessmentPage; view: PageView; path: string }) {
  const decides = mayWrite(view, 'accept_evidence');
  const adds = mayWrite(view, 'add_evidence');
  const decide = (item: EvidenceView) => (
    <DecideForm
      key={`${item.id}-${item.acceptance}`}
      action={decideEvidenceAction}
      idempotencyKey={randomUUID()}
      assessmentId={data.row.id}
      evidenceId={item.id}
      title={item.title}
      acceptance={item.acceptance ?? 'pending'}
      keepHref={path}
    />
  );
  return (
    <EvidenceTable
      evidence={data.evidence}
      caption="Evidence"
      today={view.moment.asOfOn}
      itemHref={(id) => `/programs/${data.program.slug}/evidence/${id}${view.momentQuery}`}
      act={decides ? (item) => (item.sealedAt === null ? decide(item) : null) : undefined}
      tools={
        <>
          <h2>Evidence</h2>
          {adds && (
            <ButtonLink small href={`/programs/${data.program.slug}/evidence/new?assessment=${data.row.id}`}>
              Add evidence
            </ButtonLink>
          )}
        </>
      }
    />
  );
}
