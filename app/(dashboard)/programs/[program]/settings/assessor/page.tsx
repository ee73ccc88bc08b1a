import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { AssessorForm } from '#components/settings/rule-form.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { getSettings } from '#lib/operations/get-settings.ts';
import { forPage, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { proposeAssessorAction } from '../../../../_actions/rule-actions.ts';
import { SettingPanels } from '../_components/setting-panels.tsx';
import { SettingsFrame } from '../_components/settings-frame.tsx';

export const metadata: Metadata = { title: 'Assessor' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function AssessorPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const path = `/programs/${slug}/settings/assessor`;
  const view = await openProgramPage(slug, {}, path);
  const { program, assessor } = await forPage(path, () => getSettings(view.context, slug));
  return (
    <SettingsFrame
      view={view}
      current="assessor"
      path={path}
      search={await searchParams}
      title="Assessor"
      lead="The body whose findings these are. Without one, letters and statuses are recorded and no finding can be made."
    >
      <Panel label="The assessor now">
        <p className="rule-state">{program.assessor?.name ?? 'None'}</p>
        <p className="muted">{program.assessor ? 'Findings in this program are made in its name.' : 'No finding can be made.'}</p>
      </Panel>
      <SettingPanels
        setting={assessor}
        slug={slug}
        page="assessor"
        path={path}
        zone={program.zone}
        form={<AssessorForm action={proposeAssessorAction.bind(null, slug)} idempotencyKey={randomUUID()} keepHref={path} />}
      />
    </SettingsFrame>
  );
}
