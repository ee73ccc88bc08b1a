import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { PasswordForm } from '#components/account/password-form.tsx';
import { SessionList } from '#components/settings/session-list.tsx';
import { TokenTable } from '#components/settings/token-table.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { roleLabels } from '#lib/domain/permission.ts';
import { getAccount, type OwnAccount } from '#lib/operations/get-account.ts';
import { isExampleAccount } from '#lib/server/asker.ts';
import { doneText, forPage, type SearchParams } from '#lib/server/page.ts';
import { currentSession, requestContext } from '#lib/server/session.ts';
import { PlainFrame } from '../(dashboard)/_components/plain-frame.tsx';
import { sessionRows } from '../(dashboard)/programs/[program]/settings/_components/session-rows.ts';
import { hasStopped, memberRole, tokenRow } from '../(dashboard)/programs/[program]/settings/_components/words.ts';
import { DigestPanels } from './_components/digest-panels.tsx';
import { changePasswordAction, endOtherSessionsAction, endOwnSessionAction, revokeOwnTokenAction } from './actions.ts';

export const metadata: Metadata = { title: 'Your account' };

const PATH = '/account';
/** An account belongs to no program, so its instants are shown in no program's zone. */
const ZONE = 'UTC';
const DONE: Record<string, string> = {
  password: 'The password is changed. Your other sessions have ended.',
  digest: 'Saved.',
  ended: 'Ended.',
  revoked: 'The token is revoked.',
};

export default async function AccountPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const account = await forPage(PATH, async () => getAccount(await requestContext()));
  const session = await currentSession();
  const done = doneText(await searchParams, DONE);
  return (
    <PlainFrame path={PATH}>
      <PageHeader title={account.name}>
        <p>{account.email ?? 'No address'}</p>
      </PageHeader>
      {done && <Notice kind="info" title={done} role="status" />}
      <div className="stack mt-5">
        <OwnRoles roles={account.roles} />
        <Panel title="Password">
          {isExampleAccount(session?.email) ? (
            <p className="muted">This is an example account. It is entered with one press, so its password stays as it is.</p>
          ) : (
            <PasswordForm action={changePasswordAction} idempotencyKey={randomUUID()} keepHref={PATH} />
          )}
        </Panel>
        <DigestPanels path={PATH} />
        <Panel title="Where you are signed in">
          <SessionList
            sessions={sessionRows(account.sessions, ZONE, session?.id ?? null)}
            principalId={account.principalId}
            endAction={endOwnSessionAction}
            endAllAction={endOtherSessionsAction}
            endAllLabel="End all others"
            idempotencyKey={randomUUID()}
            keepHref={PATH}
          />
        </Panel>
        <Panel title="Your API tokens" className="panel-table" flush>
          <TokenTable
            action={revokeOwnTokenAction}
            keepHref={PATH}
            forLabel="Reaches"
            rows={account.tokens.map((token) => ({
              ...tokenRow(token, ZONE),
              forText: token.programName ?? 'Every program',
              idempotencyKey: hasStopped(token) ? null : randomUUID(),
            }))}
          />
        </Panel>
      </div>
    </PlainFrame>
  );
}

function OwnRoles({ roles }: { roles: OwnAccount['roles'] }) {
  return (
    <Panel title="Your roles">
      {roles.length === 0 && <p className="muted">None. An administrator gives them.</p>}
      <ul className="act-list">
        {roles.map((role) => (
          <li key={role.membershipId}>
            <div>
              <b>{roleLabels[role.role]}</b>{' '}
              {role.programSlug ? (
                <>
                  in <AppLink href={`/programs/${role.programSlug}`}>{role.programName}</AppLink>
                </>
              ) : (
                'in every program'
              )}
              {role.organization && ` for ${role.organization.name}`}
              <span className="sub-line">{memberRole(role, ZONE).sinceText}</span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
