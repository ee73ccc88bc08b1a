import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DraftActs } from '#components/organization/draft-acts.tsx';
import { DraftForm } from '#components/organization/draft-form.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader, SideColumns } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { getOrganizationPage } from '#lib/operations/get-organization-page.ts';
import { doneText, forPage, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { uploadReturn } from '#lib/server/upload-return.ts';
import { discardDraftAction, saveDraftAction, signOffAction, submitDraftAction } from '../../../../_actions/draft-actions.ts';
import { answerPath, organizationPath } from '../../../../_actions/organization-paths.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';
import { draftForm, draftState } from '../_components/organization-words.ts';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Answer' };

const DONE: Record<string, string> = { saved: 'The draft is saved. Nothing was sent.', signed: 'Signed off.' };

export default async function AnswerPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/organization/answer`;
  // A draft is what stands now: it has no other day.
  const view = await openProgramPage(slug, {}, path);
  const page = await forPage(path, () => getOrganizationPage(view.context, slug));
  const wanted = param(search, 'subject');
  const subject = wanted === '' ? page.subjects[0] : page.subjects.find(({ id }) => id === wanted);
  if (!subject && wanted !== '') notFound();
  const done = doneText(search, DONE);
  const draft = subject ? draftState(page, subject) : null;
  return (
    <ProgramFrame view={view} current="organization" path={path} timeless>
      {done && <Notice kind="info" title={done} role="status" />}
      <PageHeader above={<Breadcrumbs items={[{ label: 'Your answers', href: organizationPath(slug) }]} />} title="Answer">
        <p className="muted page-lead">
          {subject ? `For ${subject.name}.` : ''} Save as often as you like; others of your organization can go on.
        </p>
      </PageHeader>
      {subject ? (
        <SideColumns
          wide
          aside={
            draft ? (
              <DraftActs
                key={`acts-${draft.version}`}
                draft={draft}
                signOff={signOffAction.bind(null, slug)}
                submit={submitDraftAction.bind(null, slug)}
                discard={discardDraftAction.bind(null, slug)}
                keys={[randomUUID(), randomUUID(), randomUUID()]}
                keepHref={answerPath(slug, subject.id)}
              />
            ) : (
              <Panel title="The draft">
                <p className="muted">Nothing is saved yet. Once it is, it can be signed off and submitted here.</p>
              </Panel>
            )
          }
        >
          <DraftForm
            key={`draft-${draft?.version ?? 0}`}
            action={saveDraftAction.bind(null, slug)}
            draft={draftForm(subject)}
            questions={subject.questions.map(({ condition, letters }) => ({
              ref: condition.ref,
              title: condition.title,
              text: (letters.find(({ standing }) => standing === null) ?? letters[0])?.text ?? condition.wording,
              tracked: condition.tracked,
            }))}
            idempotencyKey={randomUUID()}
            program={slug}
            uploaded={uploadReturn(search)}
            keepHref={answerPath(slug, subject.id)}
            backHref={organizationPath(slug)}
          />
        </SideColumns>
      ) : (
        <EmptyState title="Nothing is asked of you">Your organization takes no part in this program yet.</EmptyState>
      )}
    </ProgramFrame>
  );
}
