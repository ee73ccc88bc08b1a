import { FoldedSources } from '#components/assessments/source-list.tsx';
import { Details } from '#components/ui/details.tsx';
import type { ConditionView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';
import type { ApplicationDossier } from '#lib/operations/get-application.ts';
import { trackedNote } from '../../../record/_components/entry-words.ts';

type Request = ApplicationDossier['requests'][number];

export interface RequestListProps {
  requests: readonly Request[];
  conditions: readonly ConditionView[];
  /** Whose requests these are. */
  applicant: string;
}

/** Letters out: to whom, when, what they ask in full, and how well each is known. */
export function RequestList({ requests, conditions, applicant }: RequestListProps) {
  if (requests.length === 0) return <p className="muted">No request to {applicant} is on record by this day.</p>;
  return (
    <ul className="facilities">
      {requests.map((request) => (
        <li key={request.id}>
          <h3>
            {request.title}
            <span className="muted"> · {formatDate(request.sentOn, 'long')}</span>
          </h3>
          <p>To {request.recipient}</p>
          {request.standing && <p>{request.standing}</p>}
          {request.dueOn && <p>Answers due {formatDate(request.dueOn, 'long')}</p>}
          <p className="muted small">
            {[request.signer && `Signed: ${request.signer}.`, request.note && `The letter to ${applicant}: ${request.note}`]
              .filter(Boolean)
              .join(' ')}
          </p>
          <Questions request={request} conditions={conditions} />
          <FoldedSources sources={request.sources} grade={request.grade} />
        </li>
      ))}
    </ul>
  );
}

function Questions({ request, conditions }: { request: Request; conditions: readonly ConditionView[] }) {
  if (request.questions.length === 0) return null;
  const heading = (ref: string) => {
    const condition = conditions.find((item) => item.ref === ref);
    return condition ? `${condition.title}${condition.tracked ? '' : ` (${trackedNote})`}` : ref;
  };
  return (
    <Details
      summary={request.questions.length === 1 ? 'The question, paraphrased' : `The ${request.questions.length} questions, paraphrased`}
    >
      <ol className="bullets">
        {request.questions.map((question) => (
          <li key={question.ref}>
            <b>{heading(question.ref)}:</b> {question.text}
          </li>
        ))}
      </ol>
    </Details>
  );
}
