/** What a moment leaves out: things dated after it, by the calendar of the program. */
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { localDateOf } from '#lib/domain/time.ts';

/** Says of a day whether it had come by T. What is undated is never left out. */
export function datedBy(program: ProgramView, moment: Moment): (on: string | null) => boolean {
  const day = localDateOf(moment.asOf, program.zone);
  return (on) => on === null || on <= day;
}
