import { Button } from '#components/ui/button.tsx';
import { CheckBox } from '#components/ui/choices.tsx';
import { TextField } from '#components/ui/form-fields.tsx';

export interface SampleFormProps {
  action: string;
  /** Kept as they are, such as the instant known at. */
  params: Readonly<Record<string, string>>;
  seed: string;
  size: number;
  most: number;
  findingsOnly: boolean;
}

/** A GET form, so that a sample is an address that can be given to somebody else. */
export function SampleForm({ action, params, seed, size, most, findingsOnly }: SampleFormProps) {
  return (
    <form method="get" action={action} className="panel panel-padded audit-form" aria-label="Draw a sample">
      {Object.entries(params).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextField
        name="seed"
        label="Seed"
        hint="Any text. Take one that nobody here chose."
        defaultValue={seed}
        required
        autoComplete="off"
      />
      <TextField name="size" label="How many" hint={`Up to ${most}.`} type="number" min={1} max={most} defaultValue={size} />
      <CheckBox name="findings" value="1" defaultChecked={findingsOnly}>
        Only findings
      </CheckBox>
      <Button type="submit" variant="primary">
        Draw
      </Button>
    </form>
  );
}
