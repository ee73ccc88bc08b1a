import { AppLink } from '#components/ui/app-link.tsx';
import { Details } from '#components/ui/details.tsx';

export interface OtherApplication {
  id: string;
  name: string;
  state: string;
  href: string;
  /** For example "Operations track". */
  note?: string | null | undefined;
}

export interface OtherApplicationsProps {
  /** What they have in common, for example "Selected June 20, 2017; no letter on record". */
  title: string;
  applications: readonly OtherApplication[];
  open?: boolean | undefined;
}

/** Applications of the program that no assessment belongs to; outside every count of assessments. */
export function OtherApplications({ title, applications, open = false }: OtherApplicationsProps) {
  if (applications.length === 0) return null;
  return (
    <Details look="row" open={open} summary={`${applications.length} other applications: ${title}`}>
      <ul className="name-grid">
        {applications.map((application) => (
          <li key={application.id}>
            <AppLink className="plain-link" href={application.href}>
              {application.name}
            </AppLink>{' '}
            <span className="muted">{application.state}</span>
            {application.note && <span className="source-about">{application.note}</span>}
          </li>
        ))}
      </ul>
    </Details>
  );
}
