import type { Grade } from '#lib/domain/record.ts';

const grades: Record<Grade, { label: string; meaning: string }> = {
  primary: { label: 'primary', meaning: 'The original, an official page or a copy of one was read' },
  secondary: { label: 'secondary', meaning: 'Read in reports, law-firm notes, summaries or copies' },
  single: { label: 'single source', meaning: 'Rests on one secondary source' },
  unverified: { label: 'unverified', meaning: 'Looked for and not found, or only inferred' },
};

/** How well a fact is sourced, in a word. */
export function GradeTag({ grade }: { grade: Grade }) {
  return (
    <span className={`grade grade-${grade}`} title={grades[grade].meaning}>
      {grades[grade].label}
    </span>
  );
}

export const gradeLabel = (grade: Grade): string => grades[grade].label;
