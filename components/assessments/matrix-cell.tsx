import { AppLink } from '#components/ui/app-link.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import { FlagTag } from './flag-tag.tsx';
import type { MatrixCell } from './matrix-row.ts';
import { StatusLabel } from './status-label.tsx';

export interface MatrixCellViewProps {
  cell: MatrixCell;
  /** City and condition, for those who hear the link without the table. */
  about: string;
}

/** Where one condition stands for one city: status, what was said, who controls it, what to notice. */
export function MatrixCellView({ cell, about }: MatrixCellViewProps) {
  // Who controls it is printed in words below, so its flag would say the same twice.
  const flags = cell.flags.filter((flag) => flag !== 'controlled_elsewhere' || !cell.controlText);
  const remarks = [cell.controlText, cell.note].filter(Boolean).join(' ');
  const last = [cell.dueText, cell.lastChange?.text].filter(Boolean).join(' · ');
  return (
    <div className="matrix-cell">
      <div className="matrix-status">
        <AppLink className="status-link" href={cell.href}>
          <VisuallyHidden>{about}: </VisuallyHidden>
          <StatusLabel status={cell.status} />
        </AppLink>
        {flags.map((flag) => (
          <FlagTag key={flag} flag={flag} dueInDays={cell.dueInDays} />
        ))}
        {cell.proposalText && <Tag variant="accent">{cell.proposalText}</Tag>}
      </div>
      {cell.answerText && <p className="matrix-line matrix-answer">{cell.answerText}</p>}
      {remarks && <p className="matrix-line">{remarks}</p>}
      {last && <p className="matrix-line matrix-last-change">{last}</p>}
    </div>
  );
}
