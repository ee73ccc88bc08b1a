/** What the timeline page says in words. */
import { formatDate } from '#lib/domain/time.ts';
import type { Timeline } from '#lib/domain/timeline.ts';

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** How much there is, and what one row means. */
export function leadText({ lanes }: Timeline): string {
  const events = new Set(
    lanes
      .flatMap(({ items, bodyItems }) => [...items, ...bodyItems])
      .filter(({ kind }) => kind !== 'later_report')
      .map(({ id }) => id),
  );
  const applicants = lanes.filter(({ kind }) => kind === 'application').length;
  return `${count(events.size, 'dated event', 'dated events')}, ${count(applicants, 'applicant', 'applicants')}. Under each applicant: what the body in control said or did, then the status of each condition.`;
}

/** Null unless the hindsight switch leaves something out. */
export function leftOutText({ publicBy, leftOut }: Timeline): string | null {
  if (publicBy === null) return null;
  const undated = leftOut === 0 ? '' : ` ${count(leftOut, 'fact is', 'facts are')} left out because no source says when it became public.`;
  return `Only what a source had made public by ${formatDate(publicBy, 'long')}. A status is shown as far as the letter behind it was public.${undated}`;
}

export const moreLanesText = ({ moreLanes, lanes }: Timeline): string | null =>
  moreLanes
    ? `The first ${lanes.filter(({ kind }) => kind === 'application').length} applicants by name. The others are in the table of applicants.`
    : null;
