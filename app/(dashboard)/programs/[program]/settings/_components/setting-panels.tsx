import { randomUUID } from 'node:crypto';
import { levelLabel } from '#components/record/fact-words.ts';
import { ChangeList, type PastChange } from '#components/settings/change-list.tsx';
import { OpenChange } from '#components/settings/open-change.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatInstant } from '#lib/domain/time.ts';
import type { SettingChange, SettingView } from '#lib/operations/get-settings.ts';
import { decideRuleAction, type RulePage } from '../../../../_actions/rule-actions.ts';

const what = (change: SettingChange): string =>
  change.kind === 'assessor'
    ? `${change.organization?.name ?? change.value} (${change.organization ? levelLabel(change.organization.level).toLowerCase() : 'unknown'}) as the assessor`
    : `Switch the two-person rule ${change.value}`;

const pastChange = (change: SettingChange, zone: string): PastChange => ({
  id: change.id,
  title: `${change.state === 'approved' ? 'Approved' : 'Returned'}: ${what(change)}`,
  whoText: `Proposed by ${change.proposedBy}, ${formatInstant(change.proposedAt, zone)}; decided by ${change.decidedBy ?? 'nobody'}${
    change.decidedAt ? `, ${formatInstant(change.decidedAt, zone)}` : ''
  }`,
  reason: change.reason,
  comment: change.comment,
});

export interface SettingPanelsProps {
  setting: SettingView;
  slug: string;
  page: RulePage;
  path: string;
  zone: string;
  /** The form for a new proposal; shown to who may propose while none is open and nothing stands in the way. */
  form: React.ReactNode;
}

/** The open change, or the form for one, or what stands in the way; and what was decided before. */
export function SettingPanels({ setting, slug, page, path, zone, form }: SettingPanelsProps) {
  const { open } = setting;
  return (
    <>
      {setting.fixed && <Notice kind="info" title={setting.fixed} />}
      {open && (
        <OpenChange
          key={open.id}
          action={decideRuleAction.bind(null, slug, page)}
          idempotencyKey={randomUUID()}
          keepHref={path}
          changeId={open.id}
          title={what(open)}
          whoText={`${open.proposedBy}, ${formatInstant(open.proposedAt, zone)}`}
          reason={open.reason}
          blocked={setting.blocked}
          mayReturn={setting.mayReturn}
        />
      )}
      {!open && !setting.fixed && setting.mayPropose && <Panel title="Propose a change">{form}</Panel>}
      {!open && !setting.fixed && !setting.mayPropose && (
        <p className="muted">An administrator proposes a change; another person decides.</p>
      )}
      <Panel title="Changes so far">
        <ChangeList changes={setting.past.map((change) => pastChange(change, zone))} />
      </Panel>
    </>
  );
}
