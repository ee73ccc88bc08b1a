/**
 * Deadline edges in six zones of the United States: the last second of the due date and the first of the next day.
 * The instants are written by hand with their offsets, so that nothing under test computes them. The same table is
 * computed under several server zones (server-zones.test.ts), where every line must come out the same.
 */
import { resolveMoment } from './as-of.ts';
import { countdown, describeDue, dueInstant } from './deadline.ts';
import { flagLabels, flagsOf } from './flag.ts';
import { formatInstant, localDateOf, startOfDay } from './time.ts';

export const SIX_ZONES = [
  { zone: 'America/New_York', summer: '-04:00', winter: '-05:00' },
  { zone: 'America/Chicago', summer: '-05:00', winter: '-06:00' },
  { zone: 'America/Denver', summer: '-06:00', winter: '-07:00' },
  { zone: 'America/Los_Angeles', summer: '-07:00', winter: '-08:00' },
  { zone: 'America/Anchorage', summer: '-08:00', winter: '-09:00' },
  { zone: 'Pacific/Honolulu', summer: '-10:00', winter: '-10:00' },
] as const;

/** Due dates with the day after, and the time of year in force at the midnight between them. */
export const DUE_DATES = [
  { dueOn: '2017-08-18', next: '2017-08-19', season: 'summer' },
  { dueOn: '2017-03-12', next: '2017-03-13', season: 'summer' },
  { dueOn: '2017-11-05', next: '2017-11-06', season: 'winter' },
  { dueOn: '2017-12-31', next: '2018-01-01', season: 'winter' },
  { dueOn: '2016-02-29', next: '2016-03-01', season: 'winter' },
] as const;

export interface Edge {
  zone: string;
  dueOn: string;
  asOf: string;
  after: boolean;
}

export const EDGES: Edge[] = SIX_ZONES.flatMap((place) =>
  DUE_DATES.flatMap(({ dueOn, next, season }) => [
    { zone: place.zone, dueOn, asOf: `${dueOn}T23:59:59${place[season]}`, after: false },
    { zone: place.zone, dueOn, asOf: `${next}T00:00:00${place[season]}`, after: true },
  ]),
);

/** Every rule that touches time, at every edge, as lines of text. */
export function edgeReport(): string[] {
  return EDGES.flatMap(({ zone, dueOn, asOf }) =>
    (['own_files', 'public_sources'] as const).flatMap((recordBasis) =>
      SIX_ZONES.map((place) => {
        const { dueAt } = dueInstant({ dueOn, cutOff: null, zone: null }, zone);
        const row = { status: 'requested', dueAt, dueOn, controlledElsewhere: true, disputed: false, paused: false } as const;
        const context = { asOf, recordBasis, programZone: zone, applicantZone: place.zone, zoneStated: false, dueSoonDays: 7 };
        const flags = flagsOf(row, context).map((flag) => flagLabels[flag]);
        const due = describeDue(dueOn, { cutOff: null, zone: null, programZone: zone });
        const left = countdown({ dueAt, dueOn, zone }, asOf, 'us_federal');
        const moment = resolveMoment({ asOf: dueOn }, zone, '2026-11-22T20:00:00Z');
        const days = [localDateOf(asOf, place.zone), startOfDay(dueOn, place.zone), formatInstant(asOf, place.zone)];
        return JSON.stringify([zone, place.zone, recordBasis, asOf, dueAt, due, left, flags, moment, days]);
      }),
    ),
  );
}
