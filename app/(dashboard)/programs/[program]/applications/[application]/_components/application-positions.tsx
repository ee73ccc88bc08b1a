import { type Position, Positions } from '#components/assessments/positions.tsx';
import type { ConditionView, RecordEntryView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';
import type { ApplicationDossier } from '#lib/operations/get-application.ts';
import { isSilence, saysText, trackedNote } from '../../../record/_components/entry-words.ts';

/** What the applicant and the body in control have said on each condition, also on those only recorded. */
export function ApplicationPositions({ data }: { data: ApplicationDossier }) {
  return data.conditions.map((condition) => {
    const entries = data.positions.filter((entry) => entry.conditionRef === condition.ref);
    if (entries.length === 0) return null;
    return <Positions key={condition.ref} title={titleOf(condition)} positions={positionsOf(entries, data)} />;
  });
}

const titleOf = (condition: ConditionView): string =>
  `Positions on ${condition.title.toLowerCase()}${condition.tracked ? '' : ` · ${trackedNote}`}`;

/** Both silent: one line that names both, as nobody's silence stands alone. */
function positionsOf(entries: RecordEntryView[], data: ApplicationDossier): Position[] {
  const [first] = entries;
  if (first && entries.length === 2 && entries.every(isSilence)) {
    const names = entries.map((entry) => nameOf(entry, data)).join(' and ');
    return [{ ...position(first, data), who: `${names}:`, says: `neither on record by ${formatDate(first.date, 'long')}` }];
  }
  return entries.map((entry) => position(entry, data));
}

function position(entry: RecordEntryView, data: ApplicationDossier): Position {
  const who = entry.side === 'body_in_control' ? `${nameOf(entry, data)} (body in control):` : `${nameOf(entry, data)} (applicant):`;
  const says = saysText(entry);
  return {
    id: entry.id,
    who,
    says,
    whenText: says.includes(formatDate(entry.date, 'long')) ? null : `as of ${formatDate(entry.date, 'short')}`,
    grade: entry.grade,
    sources: entry.sources,
    note: entry.note,
  };
}

function nameOf(entry: RecordEntryView, { application }: ApplicationDossier): string {
  if (entry.side !== 'body_in_control') return application.organization.name;
  const subject = entry.subjects.find((item) => item.applicationId === application.id);
  return subject?.operatorName ?? 'The body in control';
}
