/** Reading evidence: lists known at K, with what each item may show to whoever asks. */
import {
  type Acceptance,
  type EvidenceKind,
  type EvidenceReader,
  mayReadContent,
  maySeeItem,
  PRIVILEGED_TITLE,
  type ReadRights,
  type Sensitivity,
} from '#lib/domain/evidence.ts';
import type { EvidenceClass } from '#lib/domain/evidence-class.ts';
import type { EvidenceView, Grade } from '#lib/domain/record.ts';
import type { Database } from './client.ts';
import { pick } from './programs.ts';
import { sourcesOf } from './sources.ts';
import { Parameters } from './sql.ts';

export interface EvidenceRow {
  id: string;
  kind: EvidenceKind;
  class: EvidenceClass;
  title: string;
  issuing_body: string | null;
  issuer_organization_id: string | null;
  issuer_name: string | null;
  url: string | null;
  citation: string | null;
  dated_text: string | null;
  dated_on: string | null;
  received_on: string | null;
  retrieved_at: string | null;
  in_force_from: string | null;
  in_force_to: string | null;
  sensitivity: Sensitivity;
  privileged: boolean;
  note: string | null;
  grade: Grade | null;
  source_ids: string[];
  added_by_id: string;
  recorded_at: string;
  superseded_at: string | null;
  superseded_by_id: string | null;
  sealed_at: string | null;
  version: number | null;
  sha256: string | null;
  media_type: string | null;
  file_name: string | null;
  size_bytes: number | null;
  scan: 'clean' | 'not_scanned' | null;
  content: string | null;
  acceptance: Acceptance;
  acceptances: Acceptance[];
  assessment_ids: string[];
  links: number;
}

export interface EvidenceQuery {
  programId: string;
  /** The time of knowledge. */
  knownAt: string;
  reader: EvidenceReader;
  /** Only items linked to assessments of this organization, and only these links (contributors). */
  organizationId?: string | null | undefined;
  /** Left out is what is dated after this day. */
  datedBy?: string | undefined;
  /** Only items linked to these assessments, and only these links. */
  assessmentIds?: readonly string[] | undefined;
  class?: EvidenceClass | undefined;
  /** Words in the title, the body that issued it, the citation, the note or the text. */
  q?: string | undefined;
  /** `dated_on` of the last item of the page before, '' where it had none, and its id. */
  after?: { value: string; id: string } | null | undefined;
  limit?: number | undefined;
  /** SQL conditions on `e`, by the state asked for. */
  state?: { sealed?: boolean; superseded?: boolean; inForceTo?: { from?: string; before?: string } } | undefined;
}

const MAX_ITEMS = 500;
/** So many links of an item are named in a list; its own page names all. */
const NAMED_LINKS = 20;

/** How an item stood on an assessment at K: the last decision by then. */
const acceptanceAt = (known: string): string => `coalesce((SELECT d.acceptance FROM evidence_decision d WHERE d.program_id = l.program_id
  AND d.assessment_id = l.assessment_id AND d.evidence_id = l.evidence_id AND d.decided_at <= ${known} ORDER BY d.decided_at DESC LIMIT 1), 'pending')`;

/** Sealed and superseded are asked as they were known. */
export const knownColumns = (
  known: string,
): string => `e.id, e.kind, e.class, e.title, e.issuing_body, e.issuer_organization_id, o.name AS issuer_name, e.url, e.citation,
  e.dated_text, e.dated_on, e.received_on, e.retrieved_at, e.in_force_from, e.in_force_to, e.sensitivity, e.privileged, e.note, e.grade, e.source_ids,
  e.added_by_id, e.recorded_at, CASE WHEN e.superseded_at <= ${known} THEN e.superseded_at END AS superseded_at,
  CASE WHEN e.superseded_at <= ${known} THEN e.superseded_by_id END AS superseded_by_id, CASE WHEN e.sealed_at <= ${known} THEN e.sealed_at END AS sealed_at`;

const VERSION = (
  known: string,
): string => `LEFT JOIN LATERAL (SELECT version, sha256, media_type, content, file_name, size_bytes, scan FROM evidence_version
  WHERE evidence_id = e.id AND recorded_at <= ${known} ORDER BY version DESC LIMIT 1) v ON true`;

function conditions(params: Parameters, query: EvidenceQuery, known: string): string[] {
  const where: string[] = [];
  if (query.datedBy) where.push(`(e.dated_on IS NULL OR e.dated_on <= ${params.add(query.datedBy)}::date)`);
  if (query.class) where.push(`e.class = ${params.add(query.class)}`);
  if (query.q) where.push(searchCondition(params, query, query.q));
  const { sealed, superseded, inForceTo } = query.state ?? {};
  const later = (column: string) => `(e.${column} IS NULL OR e.${column} > ${known})`;
  if (sealed !== undefined) where.push(sealed ? `e.sealed_at <= ${known}` : later('sealed_at'));
  if (superseded !== undefined) where.push(superseded ? `e.superseded_at <= ${known}` : later('superseded_at'));
  if (inForceTo?.from) where.push(`e.in_force_to >= ${params.add(inForceTo.from)}::date`);
  if (inForceTo?.before) where.push(`e.in_force_to < ${params.add(inForceTo.before)}::date`);
  if (query.after) {
    where.push(
      `(coalesce(e.dated_on, '-infinity'::date), e.id) < (coalesce(nullif(${params.add(query.after.value)}, '')::date, '-infinity'::date), ${params.add(query.after.id)}::uuid)`,
    );
  }
  return where;
}

/** Nothing is found by words that whoever asks may not read: what is privileged by none, what is sealed or restricted by its title alone. */
function searchCondition(params: Parameters, { reader }: EvidenceQuery, q: string): string {
  const words = `websearch_to_tsquery('english', ${params.add(q)})`;
  const like = params.add(`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`);
  const readable = [
    reader.sealed ? '' : 'e.sealed_at IS NULL',
    reader.restricted ? '' : `(e.sensitivity <> 'restricted' OR e.added_by_id = ${params.add(reader.principalId)})`,
  ].filter(Boolean);
  const inText = [`EXISTS (SELECT FROM evidence_text t WHERE t.evidence_id = e.id AND t.words @@ ${words})`, ...readable].join(' AND ');
  const inTitle = `(to_tsvector('english', e.title || ' ' || coalesce(e.issuing_body, '') || ' ' || coalesce(e.citation, '') || ' ' || coalesce(e.note, '')) @@ ${words} OR e.title ILIKE ${like})`;
  return `(${reader.privileged ? '' : 'NOT e.privileged AND '}(${inTitle} OR (${inText})))`;
}

/** The links that a contributor of an organization may know of. */
export const ofOrganization = (link: string, organization: string): string =>
  `EXISTS (SELECT FROM assessment oa LEFT JOIN application oap ON oap.program_id = oa.program_id AND oap.id = oa.application_id
    WHERE oa.program_id = ${link}.program_id AND oa.id = ${link}.assessment_id AND coalesce(oap.organization_id, oa.operator_id) = ${organization})`;

export type EvidenceListItem = EvidenceView & { assessmentIds: string[]; links: number };

/** Evidence of a program (or of some of its assessments) known at K, newest first, with the assessments it is linked to. */
export async function listEvidence(db: Database, query: EvidenceQuery): Promise<EvidenceListItem[]> {
  const params = new Parameters();
  const program = params.add(query.programId);
  const known = `${params.add(query.knownAt)}::timestamptz`;
  const only = params.add(query.assessmentIds ?? null);
  const where = [`l.program_id = ${program}`, `l.recorded_at <= ${known}`, `(${only}::uuid[] IS NULL OR l.assessment_id = ANY(${only}))`];
  if (query.organizationId) where.push(ofOrganization('l', params.add(query.organizationId)));
  const { rows } = await db.pool.query<EvidenceRow>(
    `SELECT ${knownColumns(known)}, v.*, k.acceptance, k.acceptances, k.assessment_ids, k.links
     FROM (SELECT l.evidence_id, min(${acceptanceAt(known)}) AS acceptance, (array_agg(${acceptanceAt(known)} ORDER BY l.assessment_id))[1:${NAMED_LINKS}] AS acceptances,
         (array_agg(l.assessment_id ORDER BY l.assessment_id))[1:${NAMED_LINKS}] AS assessment_ids, count(*)::int AS links
       FROM evidence_link l WHERE ${where.join(' AND ')} GROUP BY l.evidence_id) k
     JOIN evidence e ON e.id = k.evidence_id LEFT JOIN organization o ON o.id = e.issuer_organization_id ${VERSION(known)}
     WHERE ${['true', ...conditions(params, query, known)].join(' AND ')}
     ORDER BY coalesce(e.dated_on, '-infinity'::date) DESC, e.id DESC LIMIT ${params.add(query.limit ?? MAX_ITEMS)}`,
    params.values,
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => row.source_ids),
  );
  return rows.map((row) => ({
    ...toEvidenceView(row, query.reader, pick(sources, row.source_ids)),
    assessmentIds: row.assessment_ids,
    links: row.links,
  }));
}

const HIDDEN = {
  issuingBody: null,
  issuer: null,
  url: null,
  citation: null,
  note: null,
  fileName: null,
  sha256: null,
  excerpt: null,
  sources: [],
};

/** What decides who reads the content of an item. */
export const rightsOf = (row: EvidenceRow): ReadRights => ({
  class: row.class,
  privileged: row.privileged,
  sensitivity: row.sensitivity,
  sealedAt: row.sealed_at,
  addedById: row.added_by_id,
});

/** A privileged item shows class and date to those who may not read it, and no title. */
export function toEvidenceView(row: EvidenceRow, reader: EvidenceReader, sources: EvidenceView['sources']): EvidenceView {
  const readable = mayReadContent(reader, rightsOf(row));
  const view: EvidenceView = {
    id: row.id,
    kind: row.kind,
    class: row.class,
    title: row.title,
    issuingBody: row.issuing_body,
    issuer: row.issuer_organization_id && row.issuer_name ? { id: row.issuer_organization_id, name: row.issuer_name } : null,
    url: row.url,
    citation: row.citation,
    dated: row.dated_text,
    datedOn: row.dated_on,
    receivedOn: row.received_on,
    retrievedAt: row.retrieved_at,
    inForceFrom: row.in_force_from,
    inForceTo: row.in_force_to,
    sensitivity: row.sensitivity,
    privileged: row.privileged,
    readable,
    note: row.note,
    supersededAt: row.superseded_at,
    supersededById: row.superseded_by_id,
    sealedAt: row.sealed_at,
    sha256: row.sha256,
    excerpt: readable ? row.content : null,
    version: row.version,
    fileName: row.file_name,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    scan: row.scan,
    acceptance: row.acceptance,
    acceptances: row.acceptances,
    grade: row.grade,
    sources,
  };
  return maySeeItem(reader, row) ? view : { ...view, ...HIDDEN, title: PRIVILEGED_TITLE };
}
