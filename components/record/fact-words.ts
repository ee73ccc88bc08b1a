/** How well a fact is known, and of what level a body is: the same words in lists, tags and forms. */
import { GRADES, type Grade, ORGANIZATION_LEVELS, type OrganizationLevel } from '#lib/domain/record.ts';

const grades: Record<Grade, { label: string; meaning: string }> = {
  primary: { label: 'primary', meaning: 'The original, an official page or a copy of one was read' },
  secondary: { label: 'secondary', meaning: 'Read in reports, law-firm notes, summaries or copies' },
  single: { label: 'single source', meaning: 'Rests on one secondary source' },
  unverified: { label: 'unverified', meaning: 'Looked for and not found, or only inferred' },
};

export const gradeLabel = (grade: Grade): string => grades[grade].label;
export const gradeMeaning = (grade: Grade): string => grades[grade].meaning;

export const gradeOptions = GRADES.map((value) => {
  const { label, meaning } = grades[value];
  return { value, label: `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}` };
});

const levels: Record<OrganizationLevel, string> = {
  city: 'City',
  county: 'County',
  state: 'State',
  federal: 'Federal',
  other: 'Other body',
};

export const levelLabel = (level: OrganizationLevel): string => levels[level];
export const levelOptions = ORGANIZATION_LEVELS.map((value) => ({ value, label: levels[value] }));
