import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { ActButton } from '#components/settings/act-form.tsx';
import { RoleForm } from '#components/settings/role-form.tsx';
import { RoleList } from '#components/settings/role-list.tsx';
import { SessionList } from '#components/settings/session-list.tsx';
import { Breadcrumbs } from '#components/ui/breadcrumbs.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatInstant } from '#lib/domain/time.ts';
import { getMember, type MemberPage } from '#lib/operations/get-member.ts';
import { forPage, mayDo, openProgramPage, type SearchParams } from '#lib/server/page.ts';
import { currentSession } from '#lib/server/session.ts';
import {
  disableAction,
  enableAction,
  endSessionAction,
  endSessionsAction,
  grantRoleAction,
  revokeRoleAction,
} from '../../../../../_actions/member-actions.ts';
import { sessionRows } from '../../_components/session-rows.ts';
import { SettingsFrame } from '../../_components/settings-frame.tsx';
import { memberRole } from '../../_components/words.ts';

export const metadata: Metadata = { title: 'Member' };

interface Props {
  params: Promise<{ program: string; member: string }>;
  searchParams: Promise<SearchParams>;
}

interface Part {
  data: MemberPage;
  slug: string;
  path: string;
}

export default async function MemberRoute({ params, searchParams }: Props) {
  const { program: slug, member: id } = await params;
  const path = `/programs/${slug}/settings/members/${id}`;
  const view = await openProgramPage(slug, {}, path);
  const data = await forPage(path, () => getMember(view.context, slug, id));
  const thisSession = (await currentSession())?.id ?? null;
  const part = { data, slug, path };
  const manages = mayDo(view, 'manage_members');
  return (
    <SettingsFrame
      view={view}
      current="members"
      path={path}
      search={await searchParams}
      title={data.member.name}
      lead={data.member.email ?? undefined}
      above={<Breadcrumbs items={[{ label: 'Members', href: `/programs/${slug}/settings/members` }]} />}
    >
      <Roles {...part} manages={manages} />
      {data.managesAccount && !data.isSelf && <AccountSwitch {...part} />}
      {data.managesAccount && (
        <Panel title="Sessions">
          <SessionList
            sessions={sessionRows(data.sessions, view.program.zone, data.isSelf ? thisSession : null)}
            principalId={data.member.id}
            endAction={endSessionAction.bind(null, slug, data.member.id)}
            endAllAction={endSessionsAction.bind(null, slug, data.member.id)}
            endAllLabel="End all sessions"
            idempotencyKey={randomUUID()}
            keepHref={path}
          />
        </Panel>
      )}
    </SettingsFrame>
  );
}

function Roles({ data, slug, path, manages }: Part & { manages: boolean }) {
  const { member, grantable, program } = data;
  const canGrant = grantable.here.length + grantable.everywhere.length > 0;
  return (
    <>
      <Panel title="Roles in this program">
        <RoleList
          person={member.name}
          action={revokeRoleAction.bind(null, slug, member.id)}
          keepHref={path}
          roles={member.roles.map((role) => ({
            ...memberRole(role, program.zone),
            idempotencyKey: manages && (role.programId !== null || data.managesAccount) ? randomUUID() : null,
          }))}
        />
      </Panel>
      {canGrant && (
        <Panel title="Give a role">
          <RoleForm
            action={grantRoleAction.bind(null, slug, member.id)}
            idempotencyKey={randomUUID()}
            keepHref={path}
            here={grantable.here}
            everywhere={grantable.everywhere}
            organizations={data.organizations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Panel>
      )}
    </>
  );
}

function AccountSwitch({ data, slug, path }: Part) {
  const { member, program } = data;
  const form = { idempotencyKey: randomUUID(), keepHref: path };
  if (member.disabledAt !== null) {
    return (
      <Panel title="Account">
        <p>Disabled since {formatInstant(member.disabledAt, program.zone)}. The roles are kept for the day it is enabled again.</p>
        <div className="form-end">
          <ActButton {...form} action={enableAction.bind(null, slug, member.id)}>
            Enable the account
          </ActButton>
        </div>
      </Panel>
    );
  }
  return (
    <Panel title="Account">
      <p>
        Disabling ends every session at once and stops the person’s API tokens, in every program. What the person recorded stays, and the
        account can be enabled again.
      </p>
      <div className="form-end">
        <ActButton {...form} action={disableAction.bind(null, slug, member.id)}>
          Disable the account
        </ActButton>
      </div>
    </Panel>
  );
}
