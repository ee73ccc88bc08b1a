import type { Metadata } from 'next';
import { ApproverTable } from '#components/audit/approver-table.tsx';
import { OnDayForm } from '#components/audit/days-form.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { formatDate, formatInstant, isLocalDate } from '#lib/domain/time.ts';
import { type ApproverList, listApprovers } from '#lib/operations/list-approvers.ts';
import { forPage, openProgramPage, type PageView, param, type SearchParams } from '#lib/server/page.ts';
import { AuditFrame } from '../_components/audit-frame.tsx';
import { approverRow, auditPath, counted, momentParams } from '../_components/audit-words.ts';

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export const metadata: Metadata = { title: 'Who could approve' };

export default async function ApproversPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = auditPath(slug, '/approvers');
  const view = await openProgramPage(slug, search, path);
  const asked = param(search, 'on');
  const isPossible = asked === '' || (isLocalDate(asked) && asked <= view.today);
  const on = isPossible ? asked : '';
  const list = await forPage(path, () => listApprovers(view.context, slug, { on }));
  return (
    <AuditFrame
      view={view}
      current="approvers"
      path={path}
      params={on === '' ? {} : { on }}
      title="Who could approve"
      lead="Everybody who held a role with power over findings at the end of a day: reviewers approve findings, approvers also waivers and withdrawals."
    >
      {!isPossible && (
        <Notice kind="error" title="That is not a day up to today.">
          The page shows today.
        </Notice>
      )}
      <OnDayForm action={path} params={momentParams(view)} on={list.on} today={view.today} />
      <ApproverTable rows={list.items.map((item) => approverRow(item, view))} caption={caption(list, view)} />
    </AuditFrame>
  );
}

/** "At the end of March 1, 2026 (March 1, 2026, 11:59 PM Eastern): 2 people and 1 token could approve; 1 more held the role and could not". */
function caption({ items, on, at }: ApproverList, { program, today }: PageView): string {
  const could = items.filter(({ obstacle }) => obstacle === null);
  const tokens = could.filter(({ kind }) => kind === 'token').length;
  const who = `${counted(could.length - tokens, 'person', 'people')}${tokens === 0 ? '' : ` and ${counted(tokens, 'token')}`}`;
  const when =
    on === today ? `Now, ${formatDate(on, 'long')}` : `At the end of ${formatDate(on, 'long')} (${formatInstant(at, program.zone)})`;
  const rest = items.length - could.length;
  return `${when}: ${who} could approve${rest === 0 ? '' : `; ${rest} more held the role and could not`}`;
}
