/**
 * One table of role x action. Every operation asks it; pages ask it only to hide what would be refused.
 * An administrator manages users and settings and has no power over status.
 */
export const ROLES = ['viewer', 'contributor', 'analyst', 'reviewer', 'approver', 'counsel', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const roleLabels: Record<Role, string> = {
  viewer: 'Viewer',
  contributor: 'Contributor',
  analyst: 'Analyst',
  reviewer: 'Reviewer',
  approver: 'Approver',
  counsel: 'Counsel',
  auditor: 'Auditor',
  admin: 'Administrator',
};

export const ACTIONS = [
  'read',
  'read_history',
  'export',
  'record_letter',
  'record_status',
  'record_answer',
  'add_evidence',
  'accept_evidence',
  'seal_evidence',
  'mark_privileged',
  'read_privileged',
  'add_note',
  'manage_bodies',
  'set_deadline',
  'ask_extension',
  'decide_extension',
  'record_order',
  'send_request',
  'respond',
  'open_dispute',
  'decide_dispute',
  'propose',
  'correct_open_work',
  'reopen',
  'approve_finding',
  'approve_closure',
  'make_practice_copy',
  'read_audit',
  'make_token',
  'read_members',
  'manage_members',
  'manage_accounts',
  'manage_calendars',
  'read_outbox',
  'propose_setting',
  'decide_setting',
] as const;
export type Action = (typeof ACTIONS)[number];

const READ = ['read', 'read_history', 'export', 'make_token'] as const;
const WORK = [
  'record_letter',
  'record_status',
  'record_answer',
  'add_evidence',
  'accept_evidence',
  'seal_evidence',
  'add_note',
  'manage_bodies',
  'set_deadline',
  'ask_extension',
  'send_request',
  'open_dispute',
  'propose',
  'correct_open_work',
  'make_practice_copy',
] as const;
const REVIEW = ['add_note', 'accept_evidence', 'reopen', 'approve_finding', 'propose', 'decide_extension', 'decide_dispute'] as const;

const allowed: Record<Role, readonly Action[]> = {
  viewer: READ,
  contributor: ['read', 'read_history', 'record_answer', 'add_evidence', 'respond', 'ask_extension', 'open_dispute'],
  analyst: [...READ, ...WORK],
  reviewer: [...READ, ...REVIEW],
  approver: [...READ, ...REVIEW, 'approve_closure', 'read_audit', 'decide_setting'],
  counsel: [...READ, 'add_note', 'mark_privileged', 'read_privileged', 'seal_evidence', 'record_order', 'open_dispute'],
  auditor: [...READ, 'read_audit', 'read_members', 'read_privileged', 'read_outbox'],
  admin: [
    'read',
    'make_token',
    'read_members',
    'manage_members',
    'manage_accounts',
    'manage_calendars',
    'read_outbox',
    'propose_setting',
    'decide_setting',
  ],
};

/** A role held in one program, or in every program when `programId` is null. */
export interface Grant {
  role: Role;
  programId: string | null;
  /** For contributors: the only organization they see. */
  organizationId: string | null;
}

/** The roles that count in a program. `null` as program: only grants for every program count. */
export function rolesIn(grants: readonly Grant[], programId: string | null): Role[] {
  const held = grants.filter((grant) => grant.programId === null || grant.programId === programId).map((grant) => grant.role);
  return ROLES.filter((role) => held.includes(role));
}

export function may(grants: readonly Grant[], action: Action, programId: string | null): boolean {
  return rolesIn(grants, programId).some((role) => allowed[role].includes(action));
}

/**
 * The organization a person is confined to in a program: set when contributor is the only role held there.
 * Null means no confinement.
 */
export function confinedTo(grants: readonly Grant[], programId: string): string | null {
  const roles = rolesIn(grants, programId);
  if (roles.length === 0 || roles.some((role) => role !== 'contributor')) return null;
  const grant = grants.find((g) => g.role === 'contributor' && (g.programId === null || g.programId === programId));
  return grant?.organizationId ?? '00000000-0000-0000-0000-000000000000';
}

/** Actions on accounts reach every program, so only a grant for every program allows them. */
export const mayEverywhere = (grants: readonly Grant[], action: Action): boolean => may(grants, action, null);

/** Roles with power over findings. Nobody gives them to himself, and a token holds them only for somebody who does. */
export const DECIDING_ROLES: readonly Role[] = ['reviewer', 'approver'];

/**
 * Why a role may not be given, in a sentence; null when it may. Nobody gives what he does not administer, and nobody makes
 * himself somebody who decides on findings.
 * @param giver the person who gives, also when a token acts for him
 * @param programId null: the role holds in every program
 */
export function grantRefusal(
  giver: { personId: string; grants: readonly Grant[] },
  receiverId: string | null,
  role: Role,
  programId: string | null,
): string | null {
  if (programId === null && role === 'contributor') return 'A contributor belongs to one organization in one program.';
  if (programId === null && !mayEverywhere(giver.grants, 'manage_accounts'))
    return 'Only an administrator of every program gives or takes a role that holds in every program.';
  if (programId !== null && !may(giver.grants, 'manage_members', programId)) return 'Your roles in this program do not allow this.';
  if (receiverId === giver.personId && DECIDING_ROLES.includes(role))
    return `Nobody gives himself the role ${roleLabels[role].toLowerCase()}. Another administrator can.`;
  return null;
}

/** What a token may do now: its own roles, as far as the person it acts for still holds them. */
export function commonGrants(own: readonly Grant[], persons: readonly Grant[]): Grant[] {
  return own.flatMap((grant) => persons.filter((held) => held.role === grant.role).flatMap((held) => commonGrant(grant, held) ?? []));
}

function commonGrant(a: Grant, b: Grant): Grant | null {
  if (a.programId !== null && b.programId !== null && a.programId !== b.programId) return null;
  if (a.organizationId !== null && b.organizationId !== null && a.organizationId !== b.organizationId) return null;
  return { role: a.role, programId: a.programId ?? b.programId, organizationId: a.organizationId ?? b.organizationId };
}

/** The roles that hold an action, for "needs someone else". */
export const rolesThatMay = (action: Action): Role[] => ROLES.filter((role) => allowed[role].includes(action));
