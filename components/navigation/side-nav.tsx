import { AppLink } from '#components/ui/app-link.tsx';
import type { Action } from '#lib/domain/permission.ts';
import { Brand } from './brand.tsx';
import { type NavItem, type NavKey, visibleItems } from './nav-items.ts';

export interface SideNavProps {
  programSlug: string;
  current: NavKey | null;
  /** Appended to every link, such as `?asOf=2017-08-10`; empty for now. */
  momentQuery: string;
  /** What the reader may do in this program. */
  actions: readonly Action[];
}

const groups = [null, 'Record', 'Program'] as const;

/** The pages of the program: a column at the left, a row that scrolls where the page is narrow. */
export function SideNav({ programSlug, current, momentQuery, actions }: SideNavProps) {
  const items = visibleItems(actions);
  const link = (item: NavItem) => (
    <li key={item.key}>
      <AppLink href={item.href(programSlug) + momentQuery} aria-current={item.key === current ? 'page' : undefined}>
        {item.label}
      </AppLink>
    </li>
  );
  return (
    <nav className="side-nav" aria-label="Main">
      <Brand href="/" />
      {groups.map((group) => (
        <div key={group ?? 'top'}>
          {group && <p className="side-nav-group">{group}</p>}
          <ul aria-label={group ?? 'Program'}>{items.filter((item) => item.group === group).map(link)}</ul>
        </div>
      ))}
    </nav>
  );
}
