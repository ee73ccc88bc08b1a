import { randomUUID } from 'node:crypto';
import { DeadlinePanel } from '#components/assessments/deadline-panel.tsx';
import { dueNotes } from '#components/letters/recipient-table.tsx';
import { RescindForm } from '#components/letters/rescind-form.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { countdownText } from '#lib/domain/deadline.ts';
import type { LetterDue, RequestDetail } from '#lib/domain/letter.ts';
import { formatDate } from '#lib/domain/time.ts';
import { href, mayWrite, type PageView } from '#lib/server/page.ts';
import { rescindRequestAction } from '../../../../_actions/request-actions.ts';

interface Props {
  request: RequestDetail;
  view: PageView;
  /** The path of the list. */
  base: string;
}

/** In a sentence, what stands of the letter. */
export function RequestTools({ request }: Props) {
  const signed = request.signer ? `, signed by ${request.signer}` : '';
  return (
    <>
      Sent {formatDate(request.sentOn, 'long')}
      {signed}. {request.due ? <>Answers due {request.due.dueText}.</> : 'No due date is on record.'}
    </>
  );
}

/** The date that counts for whoever reads, and how it came about. */
function DuePanel({ due, view }: { due: LetterDue; view: PageView }) {
  const date = formatDate(due.dueOn, 'weekday');
  return (
    <DeadlinePanel
      label={due.moved ? 'Answers due, not the date the letter states' : 'Answers due'}
      dueText={date}
      zoneText={due.dueText.slice(date.length).replace(/^,\s*/, '')}
      countdownText={countdownText(due, view.moment.asOf, view.calendar)}
      progress={null}
      steps={due.steps}
      sources={[]}
      notes={dueNotes(due)}
    />
  );
}

/** That a letter was taken back, why, and on what: said before anything else of it. */
export function RescissionNotice({ rescission }: Pick<RequestDetail, 'rescission'>) {
  if (!rescission) return null;
  return (
    <Notice kind="attention" title={`Rescinded ${formatDate(rescission.on, 'long')}`}>
      <p>{rescission.reason}</p>
      <p className="small">
        {rescission.source && `Source: ${rescission.source}. `}Recorded by {rescission.recordedBy}.
      </p>
    </Notice>
  );
}

/** The facts of a letter, what became of it, and what can be done about it. */
export function RequestAside({ request, view, base }: Props) {
  const { rescission, replaces } = request;
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const sends = mayWrite(view, 'send_request');
  return (
    <>
      {request.due && <DuePanel due={request.due} view={view} />}
      <Panel title="This letter">
        <DescriptionList
          items={[
            { term: 'Recipients', detail: String(request.recipients) },
            { term: 'Answered', detail: String(request.answered) },
            { term: 'In part', detail: String(request.partly) },
            { term: 'No answer', detail: String(request.unanswered) },
            ...(request.replaced > 0 ? [{ term: 'Replaced for', detail: String(request.replaced) }] : []),
            ...(replaces
              ? [{ term: 'In place of', detail: <AppLink href={href(`${base}/${replaces.id}`, moment)}>{replaces.title}</AppLink> }]
              : []),
            ...(request.note ? [{ term: 'Remark', detail: request.note }] : []),
          ]}
        />
      </Panel>
      {sends && !rescission && (
        <Panel title="What can be done">
          {request.recipients > 0 && (
            <p>
              <AppLink className="btn" href={`${base}/new?replaces=${request.id}`}>
                Send it again
              </AppLink>
            </p>
          )}
          <RescindForm
            action={rescindRequestAction.bind(null, view.program.slug, request.id)}
            idempotencyKey={randomUUID()}
            keepHref={`${base}/${request.id}`}
            today={view.today}
          />
        </Panel>
      )}
    </>
  );
}
