import { type Position, Positions } from '#components/assessments/positions.tsx';
import { formatDate } from '#lib/domain/time.ts';
import type { OperatorDossier } from '#lib/operations/get-operator.ts';
import { saysText, trackedNote } from '../../../record/_components/entry-words.ts';

/** Where this body stood on each condition, for each applicant that books with it. */
export function OperatorPositions({ data }: { data: OperatorDossier }) {
  const positions = data.conditions.flatMap((condition): Position[] =>
    data.positions
      .filter((entry) => entry.conditionRef === condition.ref)
      .map((entry) => ({
        id: entry.id,
        who: `${condition.title}${condition.tracked ? '' : ` (${trackedNote})`}:`,
        says: `${data.operator.name}: ${saysText(entry)}`,
        whenText: `as of ${formatDate(entry.date, 'short')}, on ${entry.subjects.map((subject) => subject.applicantName).join(', ')}`,
        grade: entry.grade,
        sources: entry.sources,
        note: entry.note,
      })),
  );
  if (positions.length === 0) return null;
  return <Positions positions={positions} title="Its positions on record" />;
}
