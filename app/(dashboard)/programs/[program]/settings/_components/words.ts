import type { InvitationRow } from '#components/settings/invitation-table.tsx';
import type { MemberRole } from '#components/settings/member-table.tsx';
import { roleList } from '#components/settings/role-words.ts';
import type { TokenRow } from '#components/settings/token-table.tsx';
import { roleLabels } from '#lib/domain/permission.ts';
import { formatDate, formatInstant, localDateOf } from '#lib/domain/time.ts';
import type { InvitationView } from '#lib/operations/list-invitations.ts';
import type { MemberList } from '#lib/operations/list-members.ts';
import type { TokenList } from '#lib/operations/list-tokens.ts';

const dayOf = (instant: string, zone: string): string => formatDate(localDateOf(instant, zone), 'long');
const byText = (name: string | null): string => (name ? `by ${name}` : 'at set-up');

export const memberRole = (role: MemberList['items'][number]['roles'][number], zone: string): MemberRole => ({
  id: role.membershipId,
  label: roleLabels[role.role],
  where: role.programId === null ? 'in every program' : role.organization ? `for ${role.organization.name}` : null,
  sinceText: `since ${dayOf(role.grantedAt, zone)}, ${byText(role.grantedBy)}`,
});

export const invitationRow = (invitation: InvitationView, zone: string): Omit<InvitationRow, 'idempotencyKey'> => {
  const where = invitation.programId === null ? ' in every program' : '';
  const organization = invitation.organization ? ` for ${invitation.organization.name}` : '';
  return {
    id: invitation.id,
    rolesText: `${roleList(invitation.roles)}${where}${organization}`,
    forText: invitation.email ?? 'Whoever has the link',
    madeText: `made ${dayOf(invitation.createdAt, zone)} ${byText(invitation.invitedBy)}`,
    stateText: invitationState(invitation, zone),
  };
};

export const isOpen = (invitation: InvitationView): boolean =>
  invitation.usedAt === null && invitation.revokedAt === null && !invitation.expired;

function invitationState(invitation: InvitationView, zone: string): string {
  if (invitation.usedAt) return `Accepted ${byText(invitation.usedBy)}, ${dayOf(invitation.usedAt, zone)}`;
  if (invitation.revokedAt) return `Withdrawn ${byText(invitation.revokedBy)}, ${dayOf(invitation.revokedAt, zone)}`;
  return `${invitation.expired ? 'Ran out' : 'Open until'} ${formatInstant(invitation.expiresAt, zone)}`;
}

type Token = TokenList['items'][number];

export const hasStopped = (token: Token): boolean => token.expired || token.revokedAt !== null;

export const tokenRow = (token: Token, zone: string): Omit<TokenRow, 'idempotencyKey'> => ({
  id: token.id,
  name: token.name,
  prefixText: `pvo_${token.prefix}_…`,
  forText: token.person ?? 'Nobody; made at the command line',
  rolesText: roleList(token.roles) + (token.programId === null ? ' in every program' : ''),
  madeText: `made ${dayOf(token.createdAt, zone)}`,
  stateText: tokenState(token, zone),
});

function tokenState(token: Token, zone: string): string {
  if (token.revokedAt) return `Revoked ${byText(token.revokedBy)}, ${dayOf(token.revokedAt, zone)}`;
  return `${token.expired ? 'Stopped' : 'Works until'} ${dayOf(token.expiresAt, zone)}`;
}
