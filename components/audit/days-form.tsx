import { Button } from '#components/ui/button.tsx';
import { DateField, TextField } from '#components/ui/form-fields.tsx';

interface FormProps {
  action: string;
  params: Readonly<Record<string, string>>;
}

function Hidden({ params }: Pick<FormProps, 'params'>) {
  return Object.entries(params).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

/** How many days before it was recorded an event must have taken effect. */
export function DaysForm({ action, params, days, most }: FormProps & { days: number; most: number }) {
  return (
    <form method="get" action={action} className="panel panel-padded audit-form" aria-label="How far back-dated">
      <Hidden params={params} />
      <TextField name="days" label="At least so many days" type="number" min={1} max={most} defaultValue={days} required />
      <Button type="submit">Show</Button>
    </form>
  );
}

/** The day to look at. */
export function OnDayForm({ action, params, on, today }: FormProps & { on: string; today: string }) {
  return (
    <form method="get" action={action} className="panel panel-padded audit-form" aria-label="On which day">
      <Hidden params={params} />
      <DateField name="on" label="At the end of" max={today} defaultValue={on} required />
      <Button type="submit">Show</Button>
    </form>
  );
}
