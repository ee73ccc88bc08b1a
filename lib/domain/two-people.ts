/** The rule that a finding needs two people, and what is said where it does not hold. */
import { formatDate, type LocalDate } from './time.ts';

/** The fixed line of every page, report and file of a program whose rule is off. @param since the day in the program's zone */
export const twoPersonRuleOffLine = (since: LocalDate): string =>
  `The two-person rule is off in this program since ${formatDate(since, 'long')}: a finding can be made by one person.`;
