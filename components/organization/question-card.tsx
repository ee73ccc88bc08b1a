import type { ReactNode } from 'react';
import { StatusMark } from '#components/assessments/status-mark.tsx';
import { DueSteps } from '#components/deadlines/due-steps.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { answerLabels } from '#lib/domain/answer.ts';
import type { QuestionItem } from './organization-types.ts';

/** One question: its words in the letter, by when, where it stands, what was said before, and what can be done about it. */
export function QuestionCard({ question, children }: { question: QuestionItem; children?: ReactNode }) {
  const { due, letters, answered, clarifications } = question;
  return (
    <article className="panel panel-padded question" id={`question-${question.ref}`} aria-label={question.title}>
      <header className="question-head">
        <h3>{question.title}</h3>
        <p className="question-state">
          {question.status && <StatusMark status={question.status} size={16} />}
          <b>{question.words}</b>
          {question.waits && <Tag variant="due">Waits for you</Tag>}
          {!question.tracked && <Tag>asked, not tracked</Tag>}
        </p>
      </header>
      {letters.length === 0 ? (
        <p className="question-words">{question.wording}</p>
      ) : (
        letters.map((letter) => (
          <figure key={letter.id} className="question-letter">
            <blockquote>{letter.text}</blockquote>
            <figcaption className="muted small">
              {letter.title}, {letter.sentText}
              {letter.signer && ` · ${letter.signer}`}
              {letter.standing && ` · ${letter.standing}`}
            </figcaption>
          </figure>
        ))
      )}
      {due && (
        <div className="question-due">
          <p>
            Answer due <b>{due.dateText}</b> <span className="muted">{due.zoneText}</span> · {due.countdownText}
          </p>
          {due.askedText && <p>{due.askedText}</p>}
          {due.decided.map((text) => (
            <p key={text}>{text}</p>
          ))}
          <DueSteps steps={due.steps} />
        </div>
      )}
      {answered.length > 0 && (
        <div className="question-answered">
          <p className="eyebrow">Answered before</p>
          <ul>
            {answered.map((item) => (
              <li key={item.key}>
                <b>{item.answer ? answerLabels[item.answer] : 'no answer is read into it'}</b>
                {item.words && <span className="question-said">{item.words}</span>}
                <span className="muted small">
                  {item.byText}
                  {item.receiptHref && (
                    <>
                      {' · '}
                      <AppLink href={item.receiptHref}>receipt</AppLink>
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <ClarificationThread items={clarifications} />
      {children}
    </article>
  );
}

/** What was asked back about a question, and what was said. */
export function ClarificationThread({ items }: { items: QuestionItem['clarifications'] }) {
  if (items.length === 0) return null;
  return (
    <div className="question-asked">
      <p className="eyebrow">Asked back</p>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <p>{item.question}</p>
            <p className="muted small">{item.askedText}</p>
            {item.answer ? (
              <div className="question-meant">
                <p>{item.answer.text}</p>
                <p className="muted small">{item.answer.byText}</p>
              </div>
            ) : (
              <p className="muted">Not answered yet.</p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
