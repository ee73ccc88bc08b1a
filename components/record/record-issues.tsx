import { SourceList } from '#components/assessments/source-list.tsx';
import { Details } from '#components/ui/details.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { RecordIssueView } from '#lib/domain/record.ts';

export interface ConflictListProps {
  /** Of kind `conflict`; others are left out. */
  issues: readonly RecordIssueView[];
  title?: string | undefined;
}

/** Where sources say different things: every version with its sources, and what the record uses. */
export function ConflictList({ issues, title = 'Where sources differ' }: ConflictListProps) {
  const conflicts = issues.filter((issue) => issue.kind === 'conflict');
  return (
    <Panel title={title} id="conflicts">
      {conflicts.length === 0 && <p className="muted">None on record.</p>}
      <ul className="issues">
        {conflicts.map((issue) => (
          <li key={issue.ref} id={issue.ref}>
            <h3>{issue.topic}</h3>
            <ul className="versions">
              {issue.versions.map((version) => (
                <li key={version.says}>
                  <p>{version.says}</p>
                  <Details summary={version.sources.length === 1 ? '1 source' : `${version.sources.length} sources`}>
                    <SourceList sources={version.sources} />
                  </Details>
                </li>
              ))}
            </ul>
            {issue.resolution && (
              <p className="small">
                <b>Used here:</b> {issue.resolution}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

export interface UnverifiedListProps {
  /** Of kind `could_not_verify`; others are left out. */
  issues: readonly RecordIssueView[];
  title?: string | undefined;
}

/** What was looked for and not found. */
export function UnverifiedList({ issues, title = 'Could not be verified' }: UnverifiedListProps) {
  const open = issues.filter((issue) => issue.kind === 'could_not_verify');
  return (
    <Panel title={title} id="unverified">
      {open.length === 0 && <p className="muted">Nothing is listed.</p>}
      <ul className="bullets">
        {open.map((issue) => (
          <li key={issue.ref} id={issue.ref}>
            {issue.topic}
            {issue.resolution && <span className="muted"> {issue.resolution}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
