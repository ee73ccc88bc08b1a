import { Icon } from '#components/ui/icon.tsx';
import { Tag, type TagVariant } from '#components/ui/tag.tsx';
import { type Flag, flagLabels } from '#lib/domain/flag.ts';

const variants: Partial<Record<Flag, TagVariant>> = {
  controlled_elsewhere: 'other',
  disputed: 'other',
  stayed: 'default',
};

export interface FlagTagProps {
  flag: Flag;
  /** For `due_soon`: whole days to the due date, 0 on the day itself. */
  dueInDays?: number | null | undefined;
}

function words(flag: Flag, dueInDays: number | null): string {
  if (flag !== 'due_soon' || dueInDays === null) return flagLabels[flag];
  if (dueInDays === 0) return 'due today';
  return dueInDays === 1 ? '1 day left' : `${dueInDays} days left`;
}

const LONGEST_TAG = 28;

/** A flag in words; one that is a sentence stands on a line of its own. Time raises flags, it never changes a status. */
export function FlagTag({ flag, dueInDays = null }: FlagTagProps) {
  if (flagLabels[flag].length > LONGEST_TAG) {
    return (
      <span className="flag-line">
        <Icon name="attention" size={14} />
        {flagLabels[flag]}
      </span>
    );
  }
  return <Tag variant={variants[flag] ?? 'due'}>{words(flag, dueInDays)}</Tag>;
}
