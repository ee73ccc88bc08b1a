import { AppLink } from '#components/ui/app-link.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { OrganizationLevel } from '#lib/domain/record.ts';
import { levelLabel } from './fact-words.ts';

export interface OperatorCardProps {
  name: string;
  href: string;
  level: OrganizationLevel;
  /** Two letters. */
  state: string | null;
  facilities: readonly { id: string; name: string }[];
  /** Applicants that book there. */
  applicants: readonly { id: string; name: string; href: string }[];
  /** For example "2 assessments depend on it". */
  dependsText: string;
  /** For example "No request on record". */
  askedText?: string | null | undefined;
}

/** A body that runs a jail, and who depends on it. */
export function OperatorCard(props: OperatorCardProps) {
  return (
    <article className="panel panel-padded operator-card">
      <h2>
        <AppLink href={props.href}>{props.name}</AppLink>
      </h2>
      <p className="operator-tags">
        <Tag>{[levelLabel(props.level), props.state].filter(Boolean).join(' · ')}</Tag>
        <Tag variant="other">{props.dependsText}</Tag>
        {props.askedText && <Tag>{props.askedText}</Tag>}
      </p>
      <dl className="dl">
        <div>
          <dt>Runs</dt>
          <dd>{props.facilities.length > 0 ? props.facilities.map((facility) => facility.name).join('; ') : 'No facility on record'}</dd>
        </div>
        <div>
          <dt>Books there</dt>
          <dd>
            {props.applicants.length === 0 && 'No applicant on record'}
            <ul className="inline-list">
              {props.applicants.map((applicant) => (
                <li key={applicant.id}>
                  <AppLink href={applicant.href}>{applicant.name}</AppLink>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      </dl>
    </article>
  );
}
