import type { Action } from '#lib/domain/permission.ts';

export type NavKey = 'dashboard' | 'timeline' | 'reports' | 'applicants' | 'operators' | 'evidence' | 'record' | 'conditions' | 'audit';

export interface NavItem {
  key: NavKey;
  label: string;
  /** Null: at the top, without a heading. */
  group: 'Record' | 'Program' | null;
  /** The path for a program, without the query that carries the moment. */
  href: (programSlug: string) => string;
  /** Shown only to those who may do this; absent: to everybody. */
  action?: Action;
}

/** The path of a program's page; without `rest` its dashboard. */
export const programPath = (programSlug: string, rest = ''): string => `/programs/${encodeURIComponent(programSlug)}${rest}`;

/** The pages of a program, in the order of the navigation. A new page is one row here. */
export const navItems: readonly NavItem[] = [
  { key: 'dashboard', label: 'Dashboard', group: null, href: (slug) => programPath(slug) },
  { key: 'timeline', label: 'Timeline', group: null, href: (slug) => programPath(slug, '/timeline') },
  { key: 'reports', label: 'Reports', group: null, href: (slug) => programPath(slug, '/reports') },
  { key: 'applicants', label: 'Applicants', group: 'Record', href: (slug) => programPath(slug, '/applicants') },
  { key: 'operators', label: 'Operators', group: 'Record', href: (slug) => programPath(slug, '/operators') },
  { key: 'evidence', label: 'Evidence', group: 'Record', href: (slug) => programPath(slug, '/evidence') },
  { key: 'record', label: 'Sources and open questions', group: 'Record', href: (slug) => programPath(slug, '/record') },
  { key: 'conditions', label: 'Conditions', group: 'Program', href: (slug) => programPath(slug, '/conditions') },
  { key: 'audit', label: 'Audit', group: 'Program', href: (slug) => programPath(slug, '/audit'), action: 'read_audit' },
];
