/**
 * Run by test A15 in a process whose zone is set by TZ: prints what this server says at every edge of a deadline, one line an
 * edge, as JSON. With DATABASE_URL it also asks the database for the record's rows at the edges of its own due date.
 */
import { openDatabase } from '#lib/data/client.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import { DUE_DATES, SIX_ZONES } from '#lib/domain/deadline-edges.fixture.ts';
import { flagLabels, flagsOf } from '#lib/domain/flag.ts';
import { statusRules } from '#lib/domain/status.ts';
import { listAssessments } from '#lib/operations/list-assessments.ts';
import { peopleOf } from './databases.ts';

export interface EdgeLine {
  zone: string;
  at: string;
  /** Whether the due date has passed at that instant, by the hand-written offset. */
  after: boolean;
  label: string;
  flags: string[];
}

/** The last microsecond of the due date and the first of the next day, with offsets written by hand. */
function ruleLines(): EdgeLine[] {
  return SIX_ZONES.flatMap((place) =>
    DUE_DATES.flatMap(({ dueOn, next, season }) =>
      [
        { at: `${dueOn}T23:59:59.999999${place[season]}`, after: false },
        { at: `${next}T00:00:00.000000${place[season]}`, after: true },
      ].map(({ at, after }) => {
        const { dueAt } = dueInstant({ dueOn, cutOff: null, zone: null }, place.zone);
        const row = { status: 'requested', dueAt, dueOn, controlledElsewhere: false, disputed: false, paused: false } as const;
        const zones = { programZone: place.zone, applicantZone: place.zone, zoneStated: true };
        const flags = flagsOf(row, { asOf: at, recordBasis: 'own_files', dueSoonDays: 0, ...zones });
        return { zone: place.zone, at, after, label: statusRules.requested.label, flags: flags.map((flag) => flagLabels[flag]) };
      }),
    ),
  );
}

/** The rows of the record as of the edges, by the product's list over SQL. */
async function rowLines(url: string, asOf: readonly string[]): Promise<unknown[]> {
  const db = openDatabase(url, { max: 2 });
  try {
    const viewer = await peopleOf(db)('viewer');
    const lines = [];
    for (const at of asOf) {
      const { items } = await listAssessments(viewer, 'psp-2017', { asOf: at, limit: 200 });
      lines.push({ at, rows: items.map((row) => [row.id, row.status, row.dueAt, row.dueOn, row.flags]) });
    }
    return lines;
  } finally {
    await db.close();
  }
}

const url = process.env.DATABASE_URL;
const instants = (process.env.EDGES ?? '').split(',').filter(Boolean);
// The local hour proves that this process really runs in another zone.
const said = { hour: new Date(0).getHours(), lines: ruleLines(), rows: url ? await rowLines(url, instants) : [] };
process.stdout.write(JSON.stringify(said));
