'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { ROLES, roleLabels } from '#lib/domain/permission.ts';
import { disableAccount } from '#lib/operations/disable-account.ts';
import { enableAccount } from '#lib/operations/enable-account.ts';
import { grantRole } from '#lib/operations/grant-role.ts';
import { invitePerson } from '#lib/operations/invite-person.ts';
import { revokeInvitation } from '#lib/operations/revoke-invitation.ts';
import { revokeRole } from '#lib/operations/revoke-role.ts';
import { revokeSession, revokeSessions } from '#lib/operations/revoke-session.ts';
import { runtime } from '#lib/server/runtime.ts';
import { field, fields, present } from './refusal.ts';
import { perform, performSecretly } from './settings-refusal.ts';

const membersPath = (slug: string): string => `/programs/${encodeURIComponent(slug)}/settings/members`;
const memberPath = (slug: string, id: string): string => `${membersPath(slug)}/${encodeURIComponent(id)}`;
const labelOf = (role: string | undefined): string => {
  const known = ROLES.find((one) => one === role);
  return known ? roleLabels[known] : 'No role';
};

/** The program's slug and the member's id are bound by the page; the operations check them again. */
export async function grantRoleAction(slug: string, id: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({
    principalId: id,
    role: field(data, 'role'),
    organizationId: field(data, 'role') === 'contributor' ? field(data, 'organizationId') : undefined,
    everywhere: field(data, 'where') === 'everywhere' ? true : undefined,
  });
  const mine = { title: `Give the role ${labelOf(body.role)}` };
  return perform({ data, path: memberPath(slug, id), slug, mine, done: 'given' }, (context) => grantRole(context, slug, body));
}

export async function revokeRoleAction(slug: string, id: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: memberPath(slug, id), slug, mine: { title: 'Take the role back' }, done: 'taken' };
  return perform(act, (context) => revokeRole(context, slug, field(data, 'membershipId') ?? ''));
}

export async function disableAction(slug: string, id: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: memberPath(slug, id), slug, mine: { title: 'Disable the account' }, done: 'disabled' };
  return perform(act, (context) => disableAccount(context, id));
}

export async function enableAction(slug: string, id: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: memberPath(slug, id), slug, mine: { title: 'Enable the account' }, done: 'enabled' };
  return perform(act, (context) => enableAccount(context, id));
}

export async function endSessionAction(slug: string, id: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: memberPath(slug, id), slug, mine: { title: 'End the session' }, done: 'ended' };
  return perform(act, (context) => revokeSession(context, id, field(data, 'sessionId') ?? ''));
}

export async function endSessionsAction(slug: string, id: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: memberPath(slug, id), slug, mine: { title: 'End all sessions' }, done: 'ended' };
  return perform(act, (context) => revokeSessions(context, id, null));
}

/** Makes an invitation and shows its link, once. */
export async function inviteAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({
    roles: fields(data, 'roles'),
    email: field(data, 'email'),
    organizationId: field(data, 'organizationId'),
    everywhere: field(data, 'everywhere') === undefined ? undefined : true,
    days: Number(field(data, 'days') ?? '7'),
  });
  return performSecretly({ data, path: membersPath(slug), slug, mine: { title: 'Invite a person' } }, async (context) => {
    const { secret } = await invitePerson(context, slug, body);
    if (secret === null) return undefined;
    return {
      label: 'The link',
      value: `${runtime().settings.origin}/invitation/${secret}`,
      note: 'Pass it on now: it cannot be shown again. It works once.',
    };
  });
}

export async function revokeInvitationAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: membersPath(slug), slug, mine: { title: 'Withdraw the invitation' }, done: 'withdrawn' };
  return perform(act, (context) => revokeInvitation(context, slug, field(data, 'invitationId') ?? ''));
}
