import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { href, mayWrite, type PageView } from '#lib/server/page.ts';

/** The short way to invite somebody who answers for this organization; for those who manage members. */
export function InviteLink({ view, organizationId }: { view: PageView; organizationId: string }) {
  if (!mayWrite(view, 'manage_members')) return null;
  return (
    <Panel title="Who answers for it">
      <AppLink href={href(`/programs/${view.program.slug}/settings/members`, { answersFor: organizationId })}>
        Invite somebody who answers for this organization
      </AppLink>
    </Panel>
  );
}
