import { FoldedSources, SourceList } from '#components/assessments/source-list.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { Details } from '#components/ui/details.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { RecordIssueView } from '#lib/domain/record.ts';
import { zoneName } from '#lib/domain/time.ts';
import type { ApplicationDossier } from '#lib/operations/get-application.ts';

const basisWords: Record<string, string> = { expressed_interest: 'Expressed interest', applied: 'Applied', selected: 'Selected' };

/** The pack's name for the question whether the places applied at all. */
const BASIS_CONFLICT = 'cf-interest';

/** The place, the addressee, and on what basis it is an applicant. */
export function ApplicantFacts({ data }: { data: ApplicationDossier }) {
  const { application } = data;
  const place = application.jurisdiction;
  const conflict = application.letterOnRecord ? data.conflicts.find((issue) => issue.ref === BASIS_CONFLICT) : undefined;
  const rows = [
    { term: 'County', detail: place.countyName },
    { term: 'GEOID', detail: place.geoid },
    { term: 'Time zone', detail: place.timeZone && `${zoneName(place.timeZone)} (${place.timeZone})` },
    { term: 'Place', detail: place.note },
    { term: 'Addressee', detail: application.addressee },
    { term: 'Basis', detail: basisWords[application.basis] ?? application.basis },
    { term: 'Track', detail: application.track },
  ];
  return (
    <Panel title="The applicant">
      <DescriptionList items={rows.flatMap(({ term, detail }) => (detail ? [{ term, detail }] : []))} />
      {[application.basisNote, application.note].map(
        (note) =>
          note && (
            <p className="muted small" key={note}>
              {note}
            </p>
          ),
      )}
      <FoldedSources sources={application.sources} grade={application.grade} />
      {conflict && <BasisConflict conflict={conflict} />}
    </Panel>
  );
}

function BasisConflict({ conflict }: { conflict: RecordIssueView }) {
  return (
    <Details summary={`${conflict.topic}: sources differ`}>
      <ul className="positions">
        {conflict.versions.map((version) => (
          <li key={version.says}>
            <p>{version.says}</p>
            <SourceList sources={version.sources} />
          </li>
        ))}
      </ul>
      {conflict.resolution && (
        <p className="small">
          <b>Used here:</b> {conflict.resolution}
        </p>
      )}
    </Details>
  );
}
