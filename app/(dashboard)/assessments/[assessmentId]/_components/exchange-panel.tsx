import { randomUUID } from 'node:crypto';
import { PassOnForm } from '#components/organization/pass-on-form.tsx';
import { ClarificationThread } from '#components/organization/question-card.tsx';
import { WordForm } from '#components/organization/word-form.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { receiptNumber } from '#lib/domain/receipt.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { type Exchange, getExchange } from '#lib/operations/get-exchange.ts';
import { mayWrite, type PageView } from '#lib/server/page.ts';
import { answerClarificationAction, passOnAction } from '../../../_actions/exchange-actions.ts';
import { receiptPath } from '../../../_actions/organization-paths.ts';

/** What went to and fro with the organization; nothing is shown while nothing did. */
export async function ExchangePanel({ view, assessmentId, path }: { view: PageView; assessmentId: string; path: string }) {
  const exchange = await getExchange(view.context, assessmentId, { asOf: view.asOf, knownAt: view.knownAt });
  const { clarifications, referrals, receipts } = exchange;
  if (clarifications.length + referrals.length + receipts.length === 0) return null;
  return (
    <Panel title="To and fro with the organization" id="exchange">
      <Clarifications exchange={exchange} view={view} assessmentId={assessmentId} path={path} />
      <Referrals exchange={exchange} view={view} assessmentId={assessmentId} path={path} />
      <Receipts exchange={exchange} view={view} />
    </Panel>
  );
}

const by = (name: string, instant: string, view: PageView): string => `${name}, ${formatInstant(instant, view.program.zone)}`;

interface PanelProps {
  exchange: Exchange;
  view: PageView;
  assessmentId: string;
  path: string;
}

function Clarifications({ exchange, view, assessmentId, path }: PanelProps) {
  const answers = mayWrite(view, 'send_request');
  const items = exchange.clarifications.map((item) => ({
    id: item.id,
    question: item.question,
    askedText: by(item.askedBy, item.askedAt, view),
    answer: item.answer && { text: item.answer.text, byText: by(item.answer.by, item.answer.at, view) },
  }));
  return (
    <>
      <ClarificationThread items={items} />
      {answers &&
        items
          .filter(({ answer }) => answer === null)
          .map((item) => (
            <WordForm
              key={item.id}
              action={answerClarificationAction}
              name="answer"
              field="What is meant"
              hint={`To: ${item.question}`}
              button="Say what is meant"
              label={`Say what is meant: ${item.question}`}
              note="Said once, to the organization alone."
              hidden={{ id: item.id, assessmentId }}
              idempotencyKey={randomUUID()}
              keepHref={path}
            />
          ))}
    </>
  );
}

function Referrals({ exchange, view, assessmentId, path }: PanelProps) {
  if (exchange.referrals.length === 0) return null;
  const passes = mayWrite(view, 'send_request') && mayWrite(view, 'manage_bodies');
  return (
    <div className="question-asked">
      <p className="eyebrow">Named as the body in control</p>
      <ul>
        {exchange.referrals.map((referral) => (
          <li key={referral.id}>
            <b>{referral.bodyName}</b>{' '}
            <span className="muted small">
              {by(referral.madeBy, referral.recordedAt, view)}
              {referral.passedOn && ` · passed on by ${by(referral.passedOn.by, referral.passedOn.at, view)}`}
            </span>
            {referral.passedOn && (
              <>
                {' '}
                <AppLink href={`/assessments/${referral.passedOn.assessmentId}`}>Its own assessment</AppLink>
              </>
            )}
            {passes && !referral.passedOn && (
              <PassOnForm
                action={passOnAction}
                bodies={referral.operatorId === null ? exchange.bodies : []}
                today={view.today}
                label={`Pass the question on to ${referral.bodyName}`}
                hidden={{ id: referral.id, assessmentId }}
                idempotencyKey={randomUUID()}
                keepHref={path}
              />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Receipts({ exchange, view }: { exchange: Exchange; view: PageView }) {
  if (exchange.receipts.length === 0) return null;
  return (
    <div className="question-asked">
      <p className="eyebrow">Submitted by the organization</p>
      <ul>
        {exchange.receipts.map((receipt) => (
          <li key={receipt.responseId}>
            <AppLink href={receiptPath(view.program.slug, receipt.responseId)}>Receipt {receiptNumber(receipt.number)}</AppLink>{' '}
            <span className="muted small">{by(receipt.submittedBy, receipt.recordedAt, view)}</span>
            {receipt.recall && (
              <p>
                <Tag variant="due">Recalled</Tag> {receipt.recall.reason}{' '}
                <span className="muted small">{by(receipt.recall.by, receipt.recall.at, view)}</span>
              </p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
