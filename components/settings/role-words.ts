import { type Role, roleLabels } from '#lib/domain/permission.ts';

/** What a role may do, in one line. */
export const roleHints: Record<Role, string> = {
  viewer: 'Reads the record and its reports',
  contributor: 'Answers for one organization and sees that alone',
  analyst: 'Records letters, updates status, proposes findings',
  reviewer: 'Approves or returns proposed findings, reopens',
  approver: 'What a reviewer may, and waivers, withdrawals and changes of rules',
  counsel: 'Reads and comments',
  auditor: 'Reads everything with its history, writes nothing',
  admin: 'Users and settings; no power over findings',
};

export const roleOptions = (roles: readonly Role[]) =>
  roles.map((role) => ({ value: role, label: `${roleLabels[role]}: ${roleHints[role]}` }));

export const roleList = (roles: readonly Role[]): string => roles.map((role) => roleLabels[role]).join(', ');
