import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';

/** After a letter was recorded: how many assessments it reached. Nothing otherwise. */
export function LetterRecorded({ count }: { count: string }) {
  if (!/^\d{1,4}$/.test(count)) return null;
  return (
    <Notice kind="info" role="status" title={`Letter recorded on ${count} ${count === '1' ? 'assessment' : 'assessments'}.`}>
      It can be corrected on each of them, never erased.
    </Notice>
  );
}

/** Why the matrix is empty: filters, or a day before anything was on record. */
export function NothingHere({ filtered }: { filtered: boolean }) {
  if (filtered) return <EmptyState title="No assessment fits these filters.">Choose All to see the whole program.</EmptyState>;
  return <EmptyState title="Nothing was on record yet.">The record was begun later than the day chosen under “known at”.</EmptyState>;
}
