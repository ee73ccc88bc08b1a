/** For whom of a letter's addressees another date would count than the one it states, one sentence for each date. */
import { formatDate } from '#lib/domain/time.ts';
import type { RequestPreview } from '#lib/operations/preview-request.ts';

const NAMED = 12;

export function previewDueNotes({ letters }: Pick<RequestPreview, 'letters'>): string[] {
  const moved = letters.filter(({ due }) => due !== null);
  return [...Map.groupBy(moved, ({ due }) => `${due?.dueOn} ${due?.paused}`).values()].map((group) => {
    const names = group.slice(0, NAMED).map(({ organization }) => organization.name);
    const rest = group.length - names.length;
    const list = `${names.join(', ')}${rest > 0 ? ` and ${rest} other${rest === 1 ? '' : 's'}` : ''}`;
    const due = group[0]?.due;
    const date = formatDate(due?.dueOn ?? '', 'long');
    return due?.paused
      ? `An order suspends the deadline of ${list}: it stands still at ${date}.`
      : `For ${list} the date is ${date}: orders or more time move it.`;
  });
}
