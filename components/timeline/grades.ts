import type { Grade } from '#lib/domain/record.ts';

/** How well a fact is sourced, in words. */
export const GRADES: Record<Grade, string> = {
  primary: 'primary',
  secondary: 'secondary',
  single: 'single source',
  unverified: 'unverified',
};
