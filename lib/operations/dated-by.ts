/** What a moment leaves out: things dated after it, by the calendar of the program. */
import type { Moment } from '#lib/domain/record.ts';

/** Says of a day whether it had come by T. What is undated is never left out. */
export function datedBy(moment: Moment): (on: string | null) => boolean {
  return (on) => on === null || on <= moment.asOfOn;
}
