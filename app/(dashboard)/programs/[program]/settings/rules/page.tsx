import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { RuleForm } from '#components/settings/rule-form.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { getSettings } from '#lib/operations/get-settings.ts';
import { forPage, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { proposeRuleAction } from '../../../../_actions/rule-actions.ts';
import { SettingPanels } from '../_components/setting-panels.tsx';
import { SettingsFrame } from '../_components/settings-frame.tsx';

export const metadata: Metadata = { title: 'Two-person rule' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

const ON = 'A finding takes effect only when somebody other than its proposer approves it.';
const OFF = 'One person may both propose and approve a finding. Every page and report of this program says so.';

export default async function RulesPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const path = `/programs/${slug}/settings/rules`;
  const view = await openProgramPage(slug, {}, path);
  const { program, twoPersonRule } = await forPage(path, () => getSettings(view.context, slug));
  const isOn = program.twoPersonRule;
  return (
    <SettingsFrame
      view={view}
      current="rules"
      path={path}
      search={await searchParams}
      title="Two-person rule"
      lead="Whether a finding needs two people. It can be switched off only while the program has no finding, and only by two people."
    >
      <Panel label="The rule now">
        <p className="rule-state">{isOn ? 'On' : 'Off'}</p>
        <p className="muted">{isOn ? ON : OFF}</p>
      </Panel>
      <SettingPanels
        setting={twoPersonRule}
        slug={slug}
        page="rules"
        path={path}
        zone={program.zone}
        form={
          <RuleForm action={proposeRuleAction.bind(null, slug)} idempotencyKey={randomUUID()} keepHref={path} value={isOn ? 'off' : 'on'} />
        }
      />
    </SettingsFrame>
  );
}
