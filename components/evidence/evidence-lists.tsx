import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { eventLabels, isEventKind } from '#lib/domain/event.ts';
import { type Acceptance, acceptanceLabels } from '#lib/domain/evidence.ts';
import type { Status } from '#lib/domain/status.ts';
import { fileSize } from './file-ticket.ts';

type At = (instant: string) => string;

export interface VersionLine {
  version: number;
  sha256: string;
  fileName: string | null;
  sizeBytes: number | null;
  scan: 'clean' | 'not_scanned';
  reason: string | null;
  addedBy: string | null;
  recordedAt: string;
  text: 'read' | 'unreadable' | null;
  check: 'intact' | 'damaged' | null;
}

const checkWords = { intact: 'The stored bytes give this SHA-256, checked just now', damaged: 'The stored bytes do not give this SHA-256' };
const scanWords = { clean: 'Scanned: nothing found', not_scanned: 'Not scanned for viruses' };

/** Every version with its digest, checked as the page was made. */
export function EvidenceVersions({
  evidenceId,
  versions,
  at,
  versionHref,
}: {
  evidenceId: string;
  versions: readonly VersionLine[];
  at: At;
  /** This page with a version's preview. */
  versionHref: (version: number) => string;
}) {
  if (versions.length === 0) return null;
  const damaged = versions.filter((version) => version.check === 'damaged');
  return (
    <Panel title="Versions">
      {damaged.length > 0 && (
        <Notice
          kind="error"
          title={
            damaged.length === 1
              ? `Version ${damaged[0]?.version} was changed after it was recorded, or is gone.`
              : 'Versions were changed after they were recorded, or are gone.'
          }
        >
          It is not served. The other versions still are. Put the right file back by uploading it again, and ask who changed the store.
        </Notice>
      )}
      <ul className="plain version-list">
        {versions.map((version) => (
          <li key={version.version}>
            <p>
              <b>Version {version.version}</b> {version.fileName ?? 'text'}
              {version.sizeBytes !== null && <span className="muted small"> · {fileSize(version.sizeBytes)}</span>}
            </p>
            <p className="small">
              SHA-256 <code className="digest">{version.sha256}</code>
            </p>
            <p className="muted small">
              {version.check ? `${checkWords[version.check]}. ` : ''}
              {version.fileName !== null && `${scanWords[version.scan]}. `}
              {version.text === 'unreadable' && 'Its text could not be read. '}
              {at(version.recordedAt)}
              {version.addedBy && `, ${version.addedBy}`}
            </p>
            {version.reason && <p className="small">{version.reason}</p>}
            {version.check === 'intact' && (
              <p className="row small">
                <a href={`/api/v1/evidence/${evidenceId}/content?version=${version.version}`} download>
                  Download
                </a>
                <AppLink href={`${versionHref(version.version)}#preview`}>Preview</AppLink>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface Named {
  assessmentId: string;
  assessment: { applicant: string; condition: { title: string }; programName: string };
}

const nameOf = ({ assessmentId, assessment }: Named, moment: string) => (
  <AppLink href={`/assessments/${assessmentId}${moment}`}>
    {assessment.applicant}, {assessment.condition.title}
  </AppLink>
);

export interface LinkLine extends Named {
  acceptance: Acceptance;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  pageReference: string | null;
}

/**
 * Where it counts, and what was decided there.
 * @param moment the day that the page shows, as the end of an address; empty: today
 */
export function EvidenceLinks({ links, at, moment }: { links: readonly LinkLine[]; at: At; moment: string }) {
  return (
    <Panel title="Linked to">
      {links.length === 0 ? (
        <EmptyState title="Linked to nothing by then">It was linked later.</EmptyState>
      ) : (
        <Table caption="Assessments it is linked to">
          <thead>
            <tr>
              <ColumnHead className="col-wide">Assessment</ColumnHead>
              <ColumnHead>Pages</ColumnHead>
              <ColumnHead>Decision</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {links.map((link) => (
              <tr key={link.assessmentId}>
                <Cell label="Assessment">
                  {nameOf(link, moment)}
                  <p className="muted small">{link.assessment.programName}</p>
                </Cell>
                <Cell label="Pages">{link.pageReference ?? <span className="muted">not stated</span>}</Cell>
                <Cell label="Decision">
                  <Tag variant={link.acceptance === 'accepted' ? 'accent' : 'default'}>{acceptanceLabels[link.acceptance]}</Tag>
                  {link.decidedAt && (
                    <p className="muted small">
                      {at(link.decidedAt)}, {link.decidedBy}
                    </p>
                  )}
                  {link.reason && <p className="small">{link.reason}</p>}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

const RESTS = { finding: 'finding', proposal: 'proposal', agreement: 'relies on another body under it; stands at' } as const;

const restsWords = (kind: keyof typeof RESTS | 'taken', through: string | null): string =>
  kind === 'taken' ? `takes the finding for ${through}` : RESTS[kind];

/** Findings and open proposals that name the item, whoever took such a finding, and whoever relies under it as the agreement: what changes under them when it is superseded or sealed. */
export function WhoRelies({
  reliances,
  hidden,
  at,
  moment,
}: {
  reliances: readonly (Named & { kind: keyof typeof RESTS | 'taken'; through: string | null; to: Status; at: string })[];
  hidden: number;
  at: At;
  moment: string;
}) {
  return (
    <Panel title="Who relies on it">
      {reliances.length + hidden === 0 && <p className="muted">No finding and no open proposal names it, and no reliance rests on it.</p>}
      <ul className="plain">
        {reliances.map((reliance) => (
          <li key={`${reliance.assessmentId} ${reliance.kind}`}>
            {nameOf(reliance, moment)}: {restsWords(reliance.kind, reliance.through)} <StatusLabel status={reliance.to} />{' '}
            <span className="muted small">{at(reliance.at)}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="muted small">And {hidden} more in programs in which you hold no role.</p>}
    </Panel>
  );
}

/** Who did what with it, and why. */
export function EvidenceHistory({
  events,
  at,
}: {
  events: readonly { sequence: number; kind: string; actor: { name: string }; recordedAt: string; reason: string | null }[];
  at: At;
}) {
  return (
    <Panel title="History">
      <ol className="plain version-list">
        {events.map((event) => (
          <li key={event.sequence}>
            <p>{isEventKind(event.kind) ? eventLabels[event.kind] : event.kind}</p>
            <p className="muted small">
              {at(event.recordedAt)}, {event.actor.name}
            </p>
            {event.reason && <p className="small">{event.reason}</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
