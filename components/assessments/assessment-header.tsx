import { Breadcrumbs, type Crumb } from '#components/ui/breadcrumbs.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Tag, type TagVariant } from '#components/ui/tag.tsx';
import type { Flag } from '#lib/domain/flag.ts';
import type { Status } from '#lib/domain/status.ts';
import { FlagTag } from './flag-tag.tsx';
import { StatusLabel } from './status-label.tsx';

export interface AssessmentHeaderProps {
  /** Program, then applicant or operator. */
  crumbs: readonly Crumb[];
  /** The condition's title. */
  title: string;
  status: Status;
  /** Instead of the status's own word, such as "City withdrew". */
  statusText?: string | undefined;
  flags: readonly Flag[];
  dueInDays: number | null;
  /** What else to know at a glance: answer, who controls it, due date, dates of the reply. */
  tags: readonly { text: string; variant?: TagVariant | undefined }[];
}

/** The head of an assessment's page: where it stands, in one line. */
export function AssessmentHeader({ crumbs, title, status, statusText, flags, dueInDays, tags }: AssessmentHeaderProps) {
  return (
    <PageHeader above={<Breadcrumbs items={crumbs} />} title={title}>
      <div className="head-tags">
        <StatusLabel status={status} text={statusText} large />
        {tags.map((tag) => (
          <Tag key={tag.text} variant={tag.variant}>
            {tag.text}
          </Tag>
        ))}
        {flags.map((flag) => (
          <FlagTag key={flag} flag={flag} dueInDays={dueInDays} />
        ))}
      </div>
    </PageHeader>
  );
}
