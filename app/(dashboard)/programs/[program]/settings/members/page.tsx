import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { InvitationTable } from '#components/settings/invitation-table.tsx';
import { InviteForm } from '#components/settings/invite-form.tsx';
import { MemberTable } from '#components/settings/member-table.tsx';
import { Pagination } from '#components/ui/pagination.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatDate, formatInstant, localDateOf } from '#lib/domain/time.ts';
import { getInvitationForm } from '#lib/operations/get-invitation-form.ts';
import { listInvitations } from '#lib/operations/list-invitations.ts';
import { listMembers } from '#lib/operations/list-members.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { inviteAction, revokeInvitationAction } from '../../../../_actions/member-actions.ts';
import { SettingsFrame } from '../_components/settings-frame.tsx';
import { invitationRow, isOpen, memberRole } from '../_components/words.ts';

export const metadata: Metadata = { title: 'Members' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function MembersPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/settings/members`;
  const view = await openProgramPage(slug, {}, path);
  const cursor = param(search, 'cursor') || undefined;
  const list = await forPage(path, () => listMembers(view.context, slug, { cursor }));
  const invitations = await forPage(path, () => listInvitations(view.context, slug));
  const form = await forPage(path, () => getInvitationForm(view.context, slug));
  const { zone } = view.program;
  const rows = list.items.map((member) => ({
    id: member.id,
    name: member.name,
    href: `${path}/${member.id}`,
    email: member.email,
    isSelf: member.id === view.context.actor?.principalId,
    disabledText: member.disabledAt && formatDate(localDateOf(member.disabledAt, zone), 'long'),
    lastSeenText: member.lastSeenAt && formatInstant(member.lastSeenAt, zone),
    roles: member.roles.map((role) => memberRole(role, zone)),
  }));
  return (
    <SettingsFrame
      view={view}
      current="members"
      path={path}
      search={search}
      title="Members"
      lead="Who may do what in this program, since when, and who gave it to them. A name leads to what can be changed."
    >
      {form && (
        <Panel label="Invite a person">
          <InviteForm
            action={inviteAction.bind(null, slug)}
            idempotencyKey={randomUUID()}
            keepHref={path}
            roles={form.roles}
            canEverywhere={form.canEverywhere}
            forOrganization={form.organizations.find(({ id }) => id === param(search, 'answersFor'))?.id}
            organizations={form.organizations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Panel>
      )}
      <Panel label="Members" flush>
        <MemberTable rows={rows} />
        {(list.nextCursor || cursor) && (
          <div className="panel-foot">
            <Pagination
              text={`${rows.length} on this page`}
              nextHref={list.nextCursor && href(path, { cursor: list.nextCursor })}
              firstHref={cursor ? path : null}
            />
          </div>
        )}
      </Panel>
      <Panel title="Invitations" className="panel-table" flush>
        <InvitationTable
          action={revokeInvitationAction.bind(null, slug)}
          keepHref={path}
          rows={invitations.map((invitation) => ({
            ...invitationRow(invitation, zone),
            idempotencyKey: isOpen(invitation) && form && (invitation.programId !== null || form.canEverywhere) ? randomUUID() : null,
          }))}
        />
      </Panel>
    </SettingsFrame>
  );
}
