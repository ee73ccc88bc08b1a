import { ReportFilters } from '#components/reports/report-filters.tsx';
import { href } from '#lib/server/page.ts';

export interface ApplicantFiltersProps {
  action: string;
  kept: { q: string; state: string };
  moment: { asOf: string; knownAt: string };
  states: readonly string[];
}

/** By name and by state; the choices are the page's address. */
export function ApplicantFilters({ action, kept, moment, states }: ApplicantFiltersProps) {
  const set = Object.fromEntries(Object.entries(moment).filter(([, value]) => value !== ''));
  return (
    <ReportFilters
      action={action}
      params={set}
      resetHref={href(action, moment)}
      filters={[
        { kind: 'text', name: 'q', label: 'Name of the place or the agency', value: kept.q },
        { kind: 'select', name: 'state', label: 'State', options: states.map((state) => ({ value: state, label: state })), value: kept.state, any: 'Every state' },
      ]}
    />
  );
}
