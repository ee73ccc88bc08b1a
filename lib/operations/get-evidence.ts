/** One item of evidence: facts, versions with the check of their bytes, where it counts, who relies on it, its history. */
import { type AssessmentName, listAssessmentNames } from '#lib/data/assessment-lines.ts';
import type { Database } from '#lib/data/client.ts';
import { listEvents } from '#lib/data/events.ts';
import { listLinkTargets } from '#lib/data/evidence-homes.ts';
import { rightsOf, toEvidenceView } from '#lib/data/evidence-list.ts';
import { type EvidenceLinkRow, type EvidenceVersionRow, findEvidence, listLinks, listVersions } from '#lib/data/evidence-page.ts';
import { listReliance, type Reliance } from '#lib/data/evidence-reliance.ts';
import { sourcesOf } from '#lib/data/sources.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { mayReadContent, maySeeItem } from '#lib/domain/evidence.ts';
import type { EventView, EvidenceView, Moment } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { type EvidenceHome, findEvidenceHome, readable } from './load-evidence.ts';

export interface EvidenceVersion extends Omit<EvidenceVersionRow, 'content'> {
  /** Whether the bytes still give the digest; null: not for whoever asks. */
  check: 'intact' | 'damaged' | null;
}

export type EvidenceLinkView = EvidenceLinkRow & { assessment: AssessmentName };

export interface EvidencePage {
  evidence: EvidenceView;
  supersededReason: string | null;
  supersededByTitle: string | null;
  sealedReason: string | null;
  sealedBy: string | null;
  addedBy: string;
  recordedAt: string;
  versions: EvidenceVersion[];
  links: EvidenceLinkView[];
  reliances: (Reliance & { assessment: AssessmentName })[];
  /** Relies on it where the asker has no role. */
  hiddenReliances: number;
  events: Pick<EventView, 'sequence' | 'kind' | 'actor' | 'recordedAt' | 'reason'>[];
}

export interface EvidenceAsk {
  /** Only links within this program; the item must have one. */
  programId?: string | undefined;
  /** A rewound page's; absent: now. */
  moment?: Pick<Moment, 'asOf' | 'knownAt'> | undefined;
}

/** @throws AppError `unauthenticated`, `not_found` */
export async function getEvidence(context: Context, id: string, ask: EvidenceAsk = {}): Promise<EvidencePage> {
  const home = await findEvidenceHome(context, id);
  if (ask.programId !== undefined && !home.links.some((link) => link.programId === ask.programId)) throw notFound('The item of evidence');
  const knownAt = ask.moment?.knownAt ?? 'infinity';
  const { pool } = context.db;
  const row = await translated(findEvidence(pool, id, knownAt));
  if (!row) throw notFound('The item of evidence');
  const [versions, links, reliances, events, sources] = await Promise.all([
    translated(listVersions(pool, id, knownAt)),
    translated(listLinks(pool, id, knownAt)),
    translated(listReliance(pool, id, ask.moment)),
    translated(listEvents(pool, { programId: NO_PROGRAM, streamIds: [id], knownAt })),
    sourcesOf(context.db, row.source_ids),
  ]);
  const readable = mayReadContent(home.reader, rightsOf(row));
  const seen = maySeeItem(home.reader, row);
  const known = await knownNames(context, home, reliances);
  const named = <T extends { assessmentId: string }>(items: readonly T[]) =>
    items.flatMap((item) => {
      const assessment = known.get(item.assessmentId);
      return assessment ? [{ ...item, assessment }] : [];
    });
  const reliedOn = named(reliances);
  return {
    evidence: toEvidenceView(
      row,
      home.reader,
      row.source_ids.flatMap((sourceId) => sources.get(sourceId) ?? []),
    ),
    supersededReason: row.superseded_at && seen ? row.superseded_reason : null,
    supersededByTitle: row.superseded_at ? row.superseded_by_title : null,
    sealedReason: row.sealed_at && seen ? row.sealed_reason : null,
    sealedBy: row.sealed_at ? row.sealed_by : null,
    addedBy: row.added_by,
    recordedAt: row.recorded_at,
    versions: seen ? await Promise.all(versions.map((version) => checked(context.db, version, readable))) : [],
    links: named(links),
    reliances: reliedOn,
    hiddenReliances: confinedAnywhere(context, home) ? 0 : reliances.length - reliedOn.length,
    events: visibleEvents(events, known, seen),
  };
}

/** Names of the assessments that it is linked to, and of those that took a finding which names it, as far as the asker may know them. */
async function knownNames(context: Context, home: EvidenceHome, reliances: readonly Reliance[]): Promise<Map<string, AssessmentName>> {
  const { pool } = context.db;
  const took = reliances.filter(({ kind }) => kind === 'taken').map(({ assessmentId }) => assessmentId);
  const others = took.length > 0 ? readable(context, await translated(listLinkTargets(pool, took))) : [];
  const ids = [...new Set([...home.links, ...others].map(({ id }) => id))];
  return new Map((await translated(listAssessmentNames(pool, ids))).map((name) => [name.id, name]));
}

const confinedAnywhere = (context: Context, home: EvidenceHome): boolean =>
  home.links.some((link) => confinement(context, link.programId) !== null);

/** The bytes are hashed again for this page; pasted text is kept in the database and checked by the history. */
async function checked(db: Database, { content, ...version }: EvidenceVersionRow, readable: boolean): Promise<EvidenceVersion> {
  if (!readable) return { ...version, check: null };
  const intact =
    content === null
      ? await db.files.check(version.sha256).then(
          () => true,
          () => false,
        )
      : db.files.digest(content) === version.sha256;
  return { ...version, check: intact ? 'intact' : 'damaged' };
}

/** What was done on assessments that the asker may not know is not told, nor why privileged matter was handled. */
function visibleEvents(events: readonly EventView[], known: ReadonlyMap<string, unknown>, seen: boolean): EvidencePage['events'] {
  return events
    .filter(({ payload }) => typeof payload?.assessmentId !== 'string' || known.has(payload.assessmentId))
    .map(({ sequence, kind, actor, recordedAt, reason }) => ({ sequence, kind, actor, recordedAt, reason: seen ? reason : null }));
}
