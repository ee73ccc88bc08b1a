import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { CalendarDayForm, NewCalendarForm } from '#components/deadlines/calendar-form.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { mayEverywhere } from '#lib/domain/permission.ts';
import { formatDate, formatInstant } from '#lib/domain/time.ts';
import { listCalendars } from '#lib/operations/list-calendars.ts';
import { forPage, href, openProgramPage, param, type SearchParams } from '#lib/server/page.ts';
import { changeCalendarAction } from '../../../../_actions/deadline-actions.ts';
import { SettingsFrame } from '../_components/settings-frame.tsx';

export const metadata: Metadata = { title: 'Calendars' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

const BASES = { us_federal: 'Federal holidays with their observed days, and weekends', none: 'Weekends' };

export default async function CalendarPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/settings/calendar`;
  const view = await openProgramPage(slug, {}, path);
  const { calendars } = await forPage(path, () => listCalendars(view.context, slug));
  const writes = mayEverywhere(view.context.actor?.grants ?? [], 'manage_calendars');
  const form = { action: changeCalendarAction.bind(null, slug), idempotencyKey: randomUUID(), keepHref: path };
  const isNew = param(search, 'form') === 'new';
  return (
    <SettingsFrame
      view={view}
      current="calendar"
      path={path}
      search={search}
      title="Calendars"
      lead="The days on which offices are closed, by which business days are counted. They hold in every program."
    >
      {calendars.map(({ name, title, base, days }) => (
        <Panel key={name} title={title}>
          <p className="muted">{BASES[base]}.</p>
          {days.length > 0 && (
            <Table caption={`Days of their own: ${title}`}>
              <thead>
                <tr>
                  <ColumnHead>Day</ColumnHead>
                  <ColumnHead>Offices</ColumnHead>
                  <ColumnHead>Why</ColumnHead>
                </tr>
              </thead>
              <tbody>
                {days.map((day) => (
                  <tr key={day.day}>
                    <th scope="row">{formatDate(day.day, 'weekday')}</th>
                    <Cell label="Offices">{day.closed ? 'closed' : 'open'}</Cell>
                    <Cell label="Why">
                      {day.reason}
                      <span className="sub-line">
                        recorded {formatInstant(day.recordedAt, view.program.zone)} by {day.recordedBy}
                      </span>
                    </Cell>
                  </tr>
                ))}
              </tbody>
            </Table>
          )}
        </Panel>
      ))}
      {writes && (
        <Panel
          title={isNew ? 'Add a calendar' : 'Change a calendar'}
          actions={
            <AppLink className="btn btn-small" href={href(path, isNew ? {} : { form: 'new' })}>
              {isNew ? 'Change a calendar' : 'Add a calendar'}
            </AppLink>
          }
        >
          {isNew ? (
            <NewCalendarForm {...form} />
          ) : (
            <CalendarDayForm {...form} calendars={calendars.map(({ name, title }) => ({ value: name, label: title }))} />
          )}
        </Panel>
      )}
    </SettingsFrame>
  );
}
