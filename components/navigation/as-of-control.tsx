import { AppLink } from '#components/ui/app-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { DateField } from '#components/ui/form-fields.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { formatDate, type LocalDate } from '#lib/domain/time.ts';

export interface AsOfControlProps {
  /** Path of the page to show again. */
  action: string;
  /** The rest of the page's query, kept as it is (filters, sort). Without `asOf` and `knownAt`. */
  params: Readonly<Record<string, string>>;
  /** The chosen day, or null for now. An instant may be given too; its date is put into the field. */
  asOf: string | null;
  knownAt: string | null;
  /** Today in the program's zone: nothing later can be asked for. */
  today: LocalDate;
  /** Days worth a jump, such as "Aug 10". */
  jumps: readonly { label: string; href: string }[];
}

const dayOf = (text: string | null): string => text?.slice(0, 10) ?? '';

function label(asOf: string | null, knownAt: string | null): string {
  const known = knownAt ? `known ${formatDate(dayOf(knownAt), 'short')}` : null;
  if (asOf) return [`As of ${formatDate(dayOf(asOf), 'short')}`, known].filter(Boolean).join(', ');
  return known ? `Today, ${known}` : 'Today';
}

/** Asks a page about another day: a small form that opens under its button, without JavaScript. */
export function AsOfControl({ action, params, asOf, knownAt, today, jumps }: AsOfControlProps) {
  const rewound = asOf !== null || knownAt !== null;
  const rest = new URLSearchParams(params).toString();
  return (
    <div className="as-of">
      <button type="button" className="as-of-button" popoverTarget="as-of-form" data-rewound={rewound || undefined}>
        <Icon name="calendar" />
        <span className="visually-hidden">Change the day. Now shown: </span>
        {label(asOf, knownAt)}
        <Icon name="down" size={13} />
      </button>
      <form id="as-of-form" popover="auto" className="as-of-form" method="get" action={action} aria-label="Ask about another day">
        {Object.entries(params).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <DateField name="asOf" id="moment-as-of" label="As of" hint="What was true on this day" defaultValue={dayOf(asOf)} max={today} />
        <DateField
          name="knownAt"
          id="moment-known-at"
          label="Known at"
          hint="What the record held on this day"
          defaultValue={dayOf(knownAt)}
          max={today}
        />
        <div className="row">
          <Button type="submit" variant="primary">
            Apply
          </Button>
          <AppLink href={rest ? `${action}?${rest}` : action}>Back to today</AppLink>
        </div>
        {jumps.length > 0 && (
          <p className="as-of-jumps">
            {jumps.map((jump) => (
              <AppLink key={jump.href} className="chip" href={jump.href}>
                {jump.label}
              </AppLink>
            ))}
          </p>
        )}
      </form>
    </div>
  );
}
