import { randomUUID } from 'node:crypto';
import { MoreTimeForm } from '#components/organization/more-time-form.tsx';
import { NameBodyForm } from '#components/organization/name-body-form.tsx';
import { ObjectForm } from '#components/organization/object-form.tsx';
import { QuestionCard } from '#components/organization/question-card.tsx';
import { WordForm } from '#components/organization/word-form.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { concludes } from '#lib/domain/status.ts';
import { formatDate } from '#lib/domain/time.ts';
import type { OrganizationPage, OrganizationSubject } from '#lib/operations/get-organization-page.ts';
import { askClarificationAction, askTimeAction, nameBodyAction, objectAction } from '../../../../_actions/exchange-actions.ts';
import { answerPath, organizationPath } from '../../../../_actions/organization-paths.ts';
import { answeredNow, questionItem } from './organization-words.ts';

/** What an organization answers for: each question, and what can be done about it. */
export function SubjectSection({ page, subject }: { page: OrganizationPage; subject: OrganizationSubject }) {
  const { slug } = page.program;
  const { live } = page.moment;
  const path = organizationPath(slug);
  const deadlines = deadlinesOf(subject);
  const title = subject.kind === 'operator' ? `${subject.name}, as the body that runs a jail` : subject.name;
  return (
    <section className="stack" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {live && subject.questions.length > 0 && (
          <ButtonLink variant="primary" href={answerPath(slug, subject.id)}>
            {subject.draft ? 'Go on with the draft' : 'Answer'}
          </ButtonLink>
        )}
      </div>
      {subject.questions.length === 0 && <p className="muted">Nothing is asked of you here yet.</p>}
      {subject.questions.map((question) => {
        const item = questionItem(page, subject, question);
        return (
          <QuestionCard key={item.ref} question={item}>
            {live && item.assessmentId && item.status && (
              <ObjectForm
                action={objectAction.bind(null, slug)}
                questionRef={item.ref}
                concluded={concludes(item.status)}
                label={`Object: ${item.title}`}
                hidden={{ id: item.assessmentId }}
                idempotencyKey={randomUUID()}
                keepHref={path}
              />
            )}
            {live && item.assessmentId && (
              <WordForm
                action={askClarificationAction.bind(null, slug)}
                name="question"
                field="What you want to know"
                hint="The funder and your organization see it"
                button="Ask"
                fold="Ask what is meant"
                label={`Ask what is meant: ${item.title}`}
                hidden={{ id: item.assessmentId }}
                idempotencyKey={randomUUID()}
                keepHref={path}
              />
            )}
          </QuestionCard>
        );
      })}
      {live && subject.questions.length > 0 && (
        <div className="panel panel-padded organization-acts">
          {deadlines.length > 0 && (
            <MoreTimeForm
              action={askTimeAction.bind(null, slug)}
              deadlines={deadlines}
              hidden={{ subjectId: subject.id }}
              idempotencyKey={randomUUID()}
              keepHref={path}
            />
          )}
          {subject.kind === 'application' && (
            <NameBodyForm
              action={nameBodyAction.bind(null, slug)}
              operators={page.operators}
              questions={subject.questions.map((question) => answeredNow(subject, question))}
              hidden={{ subjectId: subject.id }}
              idempotencyKey={randomUUID()}
              keepHref={path}
            />
          )}
        </div>
      )}
    </section>
  );
}

/** Each deadline once, whatever questions have it. */
function deadlinesOf({ questions }: OrganizationSubject): { id: string; label: string }[] {
  const all = questions.flatMap(({ deadline }) =>
    deadline?.deadlineId && deadline.dueOn
      ? [{ id: deadline.deadlineId, label: `${deadline.label ?? 'Answer due'}, ${formatDate(deadline.dueOn, 'long')}` }]
      : [],
  );
  return [...new Map(all.map((item) => [item.id, item])).values()];
}
