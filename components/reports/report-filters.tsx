import { AppLink } from '#components/ui/app-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { CheckBox } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextField } from '#components/ui/form-fields.tsx';
import type { Option } from '#components/ui/inputs.tsx';

/** One part of the filter form. `checks` may hold several values, the others one. */
export type ReportFilter =
  | { kind: 'checks'; name: string; label: string; options: readonly Option[]; values: readonly string[] }
  | { kind: 'select'; name: string; label: string; options: readonly Option[]; value: string; any: string }
  | { kind: 'date'; name: string; label: string; hint?: string | undefined; value: string; max: string }
  | { kind: 'text'; name: string; label: string; hint?: string | undefined; value: string };

export interface ReportFiltersProps {
  /** Path of the page; the choices become its query. */
  action: string;
  filters: readonly ReportFilter[];
  /** Kept as they are. */
  params?: Readonly<Record<string, string>> | undefined;
  resetHref: string;
}

/** Which rows, which columns, which moment: a GET form, so that a report is an address. */
export function ReportFilters({ action, filters, params = {}, resetHref }: ReportFiltersProps) {
  return (
    <form method="get" action={action} className="panel panel-padded report-filters" aria-label="Filters">
      {Object.entries(params).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="filter-grid">
        {filters.map((filter) => (
          <FilterControl key={filter.name} filter={filter} />
        ))}
      </div>
      <div className="row form-end">
        <Button type="submit" variant="primary">
          Show
        </Button>
        <AppLink href={resetHref}>Start over</AppLink>
      </div>
    </form>
  );
}

function FilterControl({ filter }: { filter: ReportFilter }) {
  const { name, label } = filter;
  if (filter.kind === 'checks') {
    return (
      <fieldset className="field field-wide">
        <legend>{label}</legend>
        <div className="checks">
          {filter.options.map((option) => (
            <CheckBox key={option.value} name={name} value={option.value} defaultChecked={filter.values.includes(option.value)}>
              {option.label}
            </CheckBox>
          ))}
        </div>
      </fieldset>
    );
  }
  if (filter.kind === 'select')
    return <SelectField name={name} label={label} options={filter.options} placeholder={filter.any} defaultValue={filter.value} />;
  if (filter.kind === 'date')
    return <DateField name={name} label={label} hint={filter.hint} max={filter.max} defaultValue={filter.value} />;
  return <TextField name={name} label={label} hint={filter.hint} type="search" defaultValue={filter.value} />;
}
