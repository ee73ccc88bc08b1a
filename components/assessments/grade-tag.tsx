import { gradeLabel, gradeMeaning } from '#components/record/fact-words.ts';
import type { Grade } from '#lib/domain/record.ts';

/** How well a fact is sourced, in a word. */
export function GradeTag({ grade }: { grade: Grade }) {
  return (
    <span className={`grade grade-${grade}`} title={gradeMeaning(grade)}>
      {gradeLabel(grade)}
    </span>
  );
}
