import type { ReactNode } from 'react';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { doneText, href, type PageView, param, type SearchParams } from '#lib/server/page.ts';
import { ProgramFrame } from '../../../../_components/program-frame.tsx';
import { type SettingsKey, settingsPages } from './settings-pages.ts';

const DONE: Record<string, string> = {
  given: 'The role is given.',
  taken: 'The role is taken back.',
  disabled: 'The account is disabled. Its sessions have ended.',
  enabled: 'The account is enabled again.',
  ended: 'Ended.',
  withdrawn: 'The invitation is withdrawn.',
  revoked: 'The token is revoked.',
  proposed: 'Proposed. Another person decides.',
  approved: 'Approved. It is in effect.',
  returned: 'Returned to the proposer.',
  changed: 'The calendar is changed. Open computed deadlines follow it.',
};

export interface SettingsFrameProps {
  view: PageView;
  current: SettingsKey;
  path: string;
  search: SearchParams;
  title: string;
  lead?: ReactNode;
  above?: ReactNode;
  children: ReactNode;
}

/** What the settings of a program have in common: the pages that the reader may use, and what was just done. */
export function SettingsFrame({ view, current, path, search, title, lead, above, children }: SettingsFrameProps) {
  const done = doneText(search, DONE);
  const grants = view.context.actor?.grants ?? [];
  const cursor = param(search, 'cursor');
  return (
    <ProgramFrame view={view} current="settings" path={path} params={cursor ? { cursor } : {}} timeless>
      <PageHeader title={title} above={above}>
        {lead && <p>{lead}</p>}
      </PageHeader>
      <div className="settings-tabs">
        <Segmented
          label="Settings"
          items={settingsPages(grants, view.program.id).map((page) => ({
            label: page.label,
            href: href(`/programs/${view.program.slug}/settings/${page.key}`, {}),
            current: page.key === current,
          }))}
        />
      </div>
      {done && <Notice kind="info" title={done} role="status" />}
      <div className="stack mt-5">{children}</div>
    </ProgramFrame>
  );
}
