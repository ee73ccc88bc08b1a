import type { Action } from '#lib/domain/permission.ts';

export type NavKey =
  | 'dashboard'
  | 'organization'
  | 'work'
  | 'timeline'
  | 'reports'
  | 'applicants'
  | 'operators'
  | 'letters'
  | 'evidence'
  | 'record'
  | 'conditions'
  | 'deadlines'
  | 'orders'
  | 'settings'
  | 'audit';

export interface NavItem {
  key: NavKey;
  label: string;
  /** Null: at the top, without a heading. */
  group: 'Record' | 'Program' | null;
  /** The path for a program, without the query that carries the moment. */
  href: (programSlug: string) => string;
  /** Shown to those who may do at least one of these; absent: to everybody who may read the program. */
  needs?: readonly Action[];
}

/** The pages that somebody who may do these things is shown: what would be refused is left out. */
export const visibleItems = (actions: readonly Action[]): NavItem[] =>
  navItems.filter((item) => !item.needs || item.needs.some((action) => actions.includes(action)));

/** The path of a program's page; without `rest` its dashboard. */
export const programPath = (programSlug: string, rest = ''): string => `/programs/${encodeURIComponent(programSlug)}${rest}`;

/** The pages of a program, in the order of the navigation. A new page is one row here. */
export const navItems: readonly NavItem[] = [
  { key: 'dashboard', label: 'Dashboard', group: null, href: (slug) => programPath(slug) },
  { key: 'organization', label: 'Your answers', group: null, href: (slug) => programPath(slug, '/organization'), needs: ['respond'] },
  { key: 'work', label: 'My work', group: null, href: () => '/work' },
  { key: 'timeline', label: 'Timeline', group: null, href: (slug) => programPath(slug, '/timeline') },
  { key: 'reports', label: 'Reports', group: null, href: (slug) => programPath(slug, '/reports') },
  { key: 'applicants', label: 'Applicants', group: 'Record', href: (slug) => programPath(slug, '/applicants') },
  { key: 'operators', label: 'Operators', group: 'Record', href: (slug) => programPath(slug, '/operators') },
  { key: 'letters', label: 'Letters', group: 'Record', href: (slug) => programPath(slug, '/requests') },
  { key: 'evidence', label: 'Evidence', group: 'Record', href: (slug) => programPath(slug, '/evidence') },
  { key: 'record', label: 'Sources and open questions', group: 'Record', href: (slug) => programPath(slug, '/record') },
  { key: 'conditions', label: 'Conditions', group: 'Program', href: (slug) => programPath(slug, '/conditions') },
  { key: 'deadlines', label: 'Deadlines', group: 'Program', href: (slug) => programPath(slug, '/deadlines') },
  { key: 'orders', label: 'Legal orders', group: 'Program', href: (slug) => programPath(slug, '/orders') },
  {
    key: 'settings',
    label: 'Settings',
    group: 'Program',
    href: (slug) => programPath(slug, '/settings'),
    needs: ['read_members', 'make_token', 'propose_setting', 'decide_setting'],
  },
  { key: 'audit', label: 'Audit', group: 'Program', href: (slug) => programPath(slug, '/audit'), needs: ['read_audit'] },
];
