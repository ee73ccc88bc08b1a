import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { ReceiptSheet } from '#components/organization/receipt-sheet.tsx';
import { WordForm } from '#components/organization/word-form.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader, SideColumns } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { receiptNumber } from '#lib/domain/receipt.ts';
import { formatInstant } from '#lib/domain/time.ts';
import { getReceipt } from '#lib/operations/get-receipt.ts';
import { doneText, forPage, mayDo, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { checkReceiptAction, recallResponseAction } from '../../../../../_actions/exchange-actions.ts';
import { organizationPath, receiptPath } from '../../../../../_actions/organization-paths.ts';
import { ProgramFrame } from '../../../../../_components/program-frame.tsx';

interface Props {
  params: Promise<{ program: string; response: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Receipt' };

const DONE: Record<string, string> = {
  submitted: 'Submitted. This is your receipt.',
  recalled: 'Recalled. What was said stays in the history.',
};

export default async function ReceiptPage({ params, searchParams }: Props) {
  const { program: slug, response } = await params;
  const search = await searchParams;
  const path = receiptPath(slug, response);
  const view = await openProgramPage(slug, {}, path);
  const receipt = await forPage(path, () => getReceipt(view.context, slug, response));
  const { facts, recall, recordedAt } = receipt;
  const at = (instant: string) => `${formatInstant(instant, view.program.zone)} (${instant})`;
  const answers = mayDo(view, 'respond');
  const done = doneText(search, DONE);
  return (
    <ProgramFrame view={view} current={answers ? 'organization' : null} path={path} timeless>
      {done && <Notice kind="info" title={done} role="status" />}
      {recall && (
        <Notice kind="attention" title={`Recalled as sent in error by ${recall.by}, ${formatInstant(recall.at, view.program.zone)}`}>
          <p>{recall.reason}</p>
        </Notice>
      )}
      <PageHeader
        above={answers ? <Breadcrumbs items={[{ label: 'Your answers', href: organizationPath(slug) }]} /> : undefined}
        title={`Receipt ${receiptNumber(receipt.number)}`}
      >
        <p className="muted page-lead">{view.program.name}</p>
      </PageHeader>
      <SideColumns
        wide
        aside={
          <>
            <Panel title="Keep it" className="downloads">
              <p>
                <a href={`${path}/text`}>Download as text</a>, or print this page. The text can be compared with the record at any time.
              </p>
            </Panel>
            <Panel title="Check it">
              <WordForm
                action={checkReceiptAction.bind(null, slug, response)}
                name="text"
                field="The text of the receipt"
                hint="As it was downloaded; left empty, the record alone is checked against its history"
                button="Check"
                label="Check the receipt"
                idempotencyKey={randomUUID()}
                keepHref={path}
                rows={5}
              />
            </Panel>
            {answers && !recall && (
              <Panel title="Sent in error?">
                <WordForm
                  action={recallResponseAction.bind(null, slug, response)}
                  name="reason"
                  field="Why it is recalled"
                  button="Recall it"
                  fold="Recall: sent in error"
                  label="Recall: sent in error"
                  note="What was said stays in the history, marked as recalled."
                  idempotencyKey={randomUUID()}
                  keepHref={path}
                />
              </Panel>
            )}
          </>
        }
      >
        {facts ? (
          <ReceiptSheet
            facts={facts}
            submittedText={at(recordedAt)}
            submittedBy={receipt.submittedBy}
            signedOffText={facts.signedOff && `${facts.signedOff.name}, ${facts.signedOff.title}, ${at(facts.signedOff.at)}`}
            hash={receipt.hash}
            stream={receipt.stream}
            sequence={receipt.sequence}
          />
        ) : (
          <Notice kind="info" title="What was said was erased as personal data.">
            <p>The event and its hash are still in the history.</p>
          </Notice>
        )}
      </SideColumns>
    </ProgramFrame>
  );
}
