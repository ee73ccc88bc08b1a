import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { RequestForm } from '#components/letters/request-form.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { whyNotAgain } from '#lib/domain/letter.ts';
import { getRequest } from '#lib/operations/get-request.ts';
import { getRequestForm } from '#lib/operations/get-request-form.ts';
import { forPage, openProgramPage, type PageView, param, type SearchParams } from '#lib/server/page.ts';
import { sendRequestAction } from '../../../../_actions/request-actions.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';

export const metadata: Metadata = { title: 'Send a letter' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

/** Of a letter that is sent again: those who have not answered are chosen, and those it still stands for are offered. */
async function formerLetter(view: PageView, id: string) {
  const { request, recipients } = await getRequest(view.context, id);
  const standing = recipients.filter(({ replacedBy }) => replacedBy === null);
  const unanswered = standing.filter(({ state }) => state !== 'answered').map(({ organization }) => organization.id);
  return { request, offered: new Set(standing.map(({ organization }) => organization.id)), unanswered };
}

export default async function SendRequestPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const base = `/programs/${slug}/requests`;
  const path = `${base}/new`;
  const view = await openProgramPage(slug, search, path);
  const form = await forPage(path, () => getRequestForm(view.context, slug));
  const replaced = param(search, 'replaces');
  const former = replaced === '' ? null : await forPage(path, () => formerLetter(view, replaced));
  const closed = former && whyNotAgain(former.request);
  const words = new Map(former?.request.questions.map(({ conditionRef, wording }) => [conditionRef, wording]));
  return (
    <ProgramFrame view={view} current="letters" path={path}>
      <PageHeader title={former ? 'Send a letter again' : 'Send a letter'}>
        <p className="muted page-lead">
          {former
            ? `In place of “${former.request.title}”, for some or all of its recipients. That letter stays readable and says what replaced it.`
            : 'One letter to many. Each recipient gets its own, with the same questions word for word.'}
        </p>
      </PageHeader>
      {closed && (
        <Notice kind="info" title={closed}>
          <AppLink href={path}>Send a new letter</AppLink> instead, or go back to <AppLink href={`${base}/${replaced}`}>this one</AppLink>.
        </Notice>
      )}
      {view.moment.live && !closed && (
        <RequestForm
          action={sendRequestAction.bind(null, slug)}
          idempotencyKey={randomUUID()}
          recipients={form.recipients.filter(({ organizationId }) => former?.offered.has(organizationId) ?? true)}
          questions={form.questions
            .map((question) => ({ ...question, wording: words.get(question.ref) ?? question.wording }))
            .map((question) => (former ? { ...question, tracked: words.has(question.ref) } : question))}
          deadlines={form.deadlines}
          templates={form.templates}
          today={view.today}
          cancelHref={former ? `${base}/${former.request.id}` : base}
          templatesHref={`${base}/templates`}
          replaces={
            former && { id: former.request.id, title: former.request.title, signer: former.request.signer, chosen: former.unanswered }
          }
        />
      )}
      {!view.moment.live && (
        <Notice kind="info" title="Writing is off while the page shows another day.">
          Go back to today to send a letter.
        </Notice>
      )}
    </ProgramFrame>
  );
}
