import { AppLink } from '#components/ui/app-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { SelectField, TextField } from '#components/ui/form-fields.tsx';
import { href } from '#lib/server/page.ts';

export interface ApplicantFiltersProps {
  action: string;
  kept: { q: string; state: string };
  moment: { asOf: string; knownAt: string };
  states: readonly string[];
}

/** By name and by state: a GET form, so that what is shown is the page's address. */
export function ApplicantFilters({ action, kept, moment, states }: ApplicantFiltersProps) {
  return (
    <form method="get" action={action} className="row row-end" aria-label="Filters">
      {Object.entries(moment).map(([name, value]) => value !== '' && <input key={name} type="hidden" name={name} value={value} />)}
      <TextField name="q" label="Place or agency" type="search" defaultValue={kept.q} fieldClassName="mt-0" />
      <SelectField
        name="state"
        label="State"
        options={states.map((state) => ({ value: state, label: state }))}
        placeholder="Every state"
        defaultValue={kept.state}
        fieldClassName="mt-0"
      />
      <Button type="submit">Show</Button>
      {(kept.q || kept.state) && <AppLink href={href(action, moment)}>Start over</AppLink>}
    </form>
  );
}
