import { randomUUID } from 'node:crypto';
import { EndRelianceForm, RelianceForm } from '#components/bodies/reliance-forms.tsx';
import { RelianceList } from '#components/bodies/reliance-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { statusRules } from '#lib/domain/status.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import { getReliances } from '#lib/operations/get-reliances.ts';
import { href, type PageView } from '#lib/server/page.ts';
import { endRelianceAction, recordRelianceAction } from '../../../_actions/body-actions.ts';
import { bookingText, relianceItems, whoseFinding } from './reliance-words.ts';

/** Whose finding this assessment shows, on which agreement, from when; and the forms to record or end a reliance. */
export async function Reliances({ data, view, path }: { data: AssessmentPage; view: PageView; path: string }) {
  const page = await getReliances(view.context, data.row.id, { asOf: view.asOf, knownAt: view.knownAt });
  if (page.reliances.length === 0 && !page.mayManage) return null;
  const whose = whoseFinding(page, data, view);
  const hidden = { assessmentId: data.row.id, version: String(data.row.version) };
  const forms = { keepHref: path, today: view.today, hidden };
  const operators = href(`/programs/${view.program.slug}/operators`, {});
  return (
    <Panel title="Whose finding this is" id="reliance">
      {page.inProgress.map(({ done, total }) => (
        <Notice
          key={`${done}-${total}`}
          kind="attention"
          title={`A finding is still on its way to those that rely on it: ${done} of ${total} done.`}
        />
      ))}
      <p>{whose}</p>
      <RelianceList
        items={relianceItems(page, view)}
        form={(item) =>
          page.mayManage &&
          item.holds && (
            <EndRelianceForm
              {...forms}
              key={`${item.id}-${data.row.version}`}
              id={item.id}
              hidden={{ ...hidden, relianceId: item.id }}
              action={endRelianceAction}
              idempotencyKey={randomUUID()}
            />
          )
        }
      />
      {page.mayManage && page.choices.length === 0 && data.row.subject.kind === 'application' && (
        <p className="muted">
          No operator has an assessment on this condition. Open one on its page, under <AppLink href={operators}>Operators</AppLink>; then
          its finding can be taken here.
        </p>
      )}
      {page.choices.length > 0 && (
        <RelianceForm
          {...forms}
          key={`record-${data.row.version}`}
          action={recordRelianceAction}
          idempotencyKey={randomUUID()}
          choices={page.choices.map((item) => ({
            value: item.assessmentId,
            label: `${item.operator} (${statusRules[item.status].label})`,
          }))}
          evidence={data.evidence.map((item) => ({ value: item.id, label: `${item.class} · ${item.title}` }))}
          bookings={page.bookings.map((item) => ({ value: item.id, label: bookingText(item) }))}
        />
      )}
    </Panel>
  );
}
