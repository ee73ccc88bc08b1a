import { type Action, type Grant, may } from '#lib/domain/permission.ts';

export type SettingsKey = 'members' | 'tokens' | 'rules' | 'assessor' | 'calendar' | 'outbox';

const PAGES: readonly { key: SettingsKey; label: string; needs: readonly Action[] }[] = [
  { key: 'members', label: 'Members', needs: ['read_members'] },
  { key: 'tokens', label: 'API tokens', needs: ['make_token', 'read_members'] },
  { key: 'rules', label: 'Rules', needs: ['read'] },
  { key: 'assessor', label: 'Assessor', needs: ['read'] },
  { key: 'calendar', label: 'Calendars', needs: ['read'] },
  { key: 'outbox', label: 'Outbox', needs: ['read_outbox'] },
];

/** The pages that would not be refused, in their order. */
export const settingsPages = (grants: readonly Grant[], programId: string) =>
  PAGES.filter((page) => page.needs.some((action) => may(grants, action, programId)));
