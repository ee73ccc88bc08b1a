import { AppLink } from '#components/ui/app-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { DateField } from '#components/ui/form-fields.tsx';
import { Panel } from '#components/ui/panel.tsx';

export interface ChangeItem {
  id: string;
  /** When it was recorded, for example "Nov 22, 2026". */
  atText: string;
  at: string;
  /** For example "Baltimore · Jail access". */
  subject: string;
  href: string;
  /** For example "Requested → Answer received, effective Aug 14, 2017". */
  text: string;
  actor: string;
}

export interface ChangedSinceProps {
  /** Path of the page. */
  action: string;
  /** The rest of the query, kept. Without `since`. */
  params: Readonly<Record<string, string>>;
  /** The chosen day, `YYYY-MM-DD`; empty: none chosen yet. */
  since: string;
  today: string;
  changes: readonly ChangeItem[];
}

/** What was recorded after a chosen day. */
export function ChangedSince({ action, params, since, today, changes }: ChangedSinceProps) {
  return (
    <Panel title="Changed since" id="changed">
      <form method="get" action={`${action}#changed`} className="row row-end">
        {Object.entries(params).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <DateField name="since" label="Recorded on or after" defaultValue={since} max={today} />
        <Button type="submit">Show</Button>
      </form>
      {since !== '' && changes.length === 0 && <p className="muted">Nothing was recorded since that day.</p>}
      <ol className="changes">
        {changes.map((change) => (
          <li key={change.id}>
            <time dateTime={change.at}>{change.atText}</time>
            <div>
              <AppLink href={change.href}>{change.subject}</AppLink>
              <p>{change.text}</p>
              <p className="muted small">{change.actor}</p>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
