/** Which facts of the record someone confined to one organization sees. */
import type { RecordEntryView } from '#lib/domain/record.ts';

/**
 * A fact about the program is everybody's; one about applicants is shown with those the asker may see, or not at all.
 * @param visible ids of applications; null for everybody who is not confined
 */
export function visibleEntries(entries: RecordEntryView[], visible: ReadonlySet<string> | null): RecordEntryView[] {
  if (visible === null) return entries;
  return entries.flatMap((entry) => {
    if (entry.subjects.length === 0) return [entry];
    const subjects = entry.subjects.filter((subject) => visible.has(subject.applicationId));
    return subjects.length > 0 ? [{ ...entry, subjects }] : [];
  });
}
