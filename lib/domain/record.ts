/**
 * The shapes that pages, the API and exports share. Plain data: dates are `YYYY-MM-DD` text (`On`),
 * instants are ISO 8601 text in UTC with microseconds (`At`).
 */
import type { Answer, AnsweredBy, Counts } from './answer.ts';
import type { DeadlineRule } from './deadline-rule.ts';
import type { Acceptance, EvidenceKind, Sensitivity } from './evidence.ts';
import type { EvidenceClass } from './evidence-class.ts';
import type { Flag } from './flag.ts';
import type { Status } from './status.ts';

export const GRADES = ['primary', 'secondary', 'single', 'unverified'] as const;
export type Grade = (typeof GRADES)[number];
export type SubjectKind = 'application' | 'operator';
export const ORGANIZATION_LEVELS = ['city', 'county', 'state', 'federal', 'other'] as const;
export type OrganizationLevel = (typeof ORGANIZATION_LEVELS)[number];

export interface Source {
  id: string;
  ref: string;
  title: string;
  publisher: string | null;
  /** As printed on the source; may be a year, a month or "undated". */
  dated: string | null;
  url: string | null;
  kind: string;
  seen: string;
  note: string | null;
}

export interface ResponsibleParty {
  id: string;
  name: string;
  level: OrganizationLevel;
  role: 'primary' | 'shared';
}

/** One row of the matrix, of the API and of an export; design of the HTTP API names its fields. */
export interface AssessmentRow {
  id: string;
  subject: { kind: SubjectKind; id: string; name: string };
  applicant: { name: string; geoid: string; state: string } | null;
  condition: { ref: string; title: string };
  status: Status;
  answer: Answer | null;
  /** The deadline that counts: as it was set, moved, extended and stayed. */
  dueOn: string | null;
  dueAt: string | null;
  deadlineId: string | null;
  /** More time that was asked for and is not decided. */
  pendingExtension: { id: string; wantedOn: string } | null;
  flags: Flag[];
  responsibleParties: ResponsibleParty[];
  reliesOn: { assessmentId: string; operator: string }[];
  assignee: { id: string; name: string } | null;
  openProposal: { id: string; to: Status; proposedBy: string; proposedAt: string } | null;
  version: number;
  /** When the last event took effect, and when it was recorded. */
  effectiveAt: string;
  updatedAt: string;
}

export interface ProgramView {
  id: string;
  slug: string;
  name: string;
  kind: 'record' | 'practice';
  copyOf: string | null;
  agency: string;
  office: string | null;
  summary: string;
  zone: string;
  calendar: string;
  recordBasis: 'own_files' | 'public_sources';
  assessor: { id: string; name: string } | null;
  twoPersonRule: boolean;
  dueSoonDays: number;
  standingLines: string[];
}

export interface DeadlineView {
  id: string;
  label: string;
  dueOn: string;
  cutOff: string | null;
  /** Null when the source states none; then the program's zone is assumed and said so. */
  zone: string | null;
  timeStated: boolean;
  zoneStated: boolean;
  dueAt: string;
  basis: string;
  sources: Source[];
  /** How the date that counts came about; absent where it was not worked out. */
  steps?: string[];
  /** An order suspends it. */
  paused?: boolean;
  /** It is not the date that was set. */
  moved?: boolean;
  pendingExtension?: { id: string; wantedOn: string } | null;
  rule?: DeadlineRule | null;
  /** The day from which it is a deadline; null where nobody wrote it down. */
  setOn?: string | null;
  /** The day on which the last letter that set it was taken back; null while one stands, or where none set it. */
  rescindedOn?: string | null;
}

export interface ConditionView {
  id: string;
  ref: string;
  title: string;
  tracked: boolean;
  wording: string;
  nature: string | null;
  reason: string | null;
  actionRequired: string | null;
  timeAllowed: string | null;
  reconsideration: string | null;
  citation: string | null;
  citedOn: string | null;
  grade: Grade;
  note: string | null;
  version: number;
  sources: Source[];
}

export interface EventView {
  sequence: number;
  kind: string;
  actor: { id: string; name: string; kind: string };
  onBehalfOf: string | null;
  effectiveAt: string;
  recordedAt: string;
  /** Parsed content: reason and payload. Null once erased. */
  reason: string | null;
  payload: Record<string, unknown> | null;
  hash: string;
  prevHash: string;
}

export interface EvidenceView {
  id: string;
  kind: EvidenceKind;
  class: EvidenceClass;
  title: string;
  issuingBody: string | null;
  /** Whose act, record or statement it is, where that is an organization on record. */
  issuer: { id: string; name: string } | null;
  url: string | null;
  citation: string | null;
  dated: string | null;
  datedOn: string | null;
  receivedOn: string | null;
  retrievedAt: string | null;
  inForceFrom: string | null;
  inForceTo: string | null;
  sensitivity: Sensitivity;
  privileged: boolean;
  /** False: sealed, restricted or privileged, and not for whoever asks. */
  readable: boolean;
  note: string | null;
  supersededAt: string | null;
  supersededById: string | null;
  sealedAt: string | null;
  /** Of the newest version; null without one. */
  version: number | null;
  sha256: string | null;
  fileName: string | null;
  mediaType: string | null;
  sizeBytes: number | null;
  scan: 'clean' | 'not_scanned' | null;
  excerpt: string | null;
  acceptance: Acceptance | null;
  /** One for each assessment it is linked to, where several are listed. */
  acceptances: Acceptance[];
  grade: Grade | null;
  sources: Source[];
}

export interface ResponseView {
  id: string;
  authorName: string | null;
  answeredBy: AnsweredBy;
  datedOn: string | null;
  receivedOn: string | null;
  counts: Counts;
  summary: string | null;
  grade: Grade;
  sources: Source[];
  answers: { conditionRef: string; answer: Answer | null; note: string | null }[];
  evidenceId: string | null;
  recordedAt: string;
}

export interface RecordEntryView {
  id: string;
  ref: string;
  kind: string;
  /** As known: `2017`, `2017-08` or `2017-08-03`. */
  date: string;
  precision: 'day' | 'month' | 'year';
  sortOn: string;
  /** A few words, where there are any; the paraphrase is the fact. */
  title: string | null;
  paraphrase: string;
  attributedTo: string | null;
  grade: Grade;
  /** First day on which a source made it public; null when no source is dated. */
  publicOn: string | null;
  note: string | null;
  conditionRef: string | null;
  side: 'applicant' | 'body_in_control' | null;
  sources: Source[];
  /** Empty: about the program as a whole. */
  subjects: {
    applicationId: string;
    applicantName: string;
    operatorId: string | null;
    operatorName: string | null;
    grade: Grade;
    note: string | null;
  }[];
}

export interface RecordIssueView {
  ref: string;
  kind: 'conflict' | 'could_not_verify';
  topic: string;
  versions: { says: string; sources: Source[] }[];
  resolution: string | null;
}

export interface FunderDecisionView {
  id: string;
  kind: 'decision' | 'report';
  label: string;
  decidedOn: string;
  attributedTo: string | null;
  grade: Grade;
  note: string | null;
  sources: Source[];
}

export interface FacilityView {
  id: string;
  name: string;
  kind: string;
  address: string | null;
  note: string | null;
  grade: Grade;
  operator: { id: string; name: string; level: OrganizationLevel } | null;
  operatorSince: string | null;
  /** The last day on which it ran the place; null while it does. */
  operatorUntil: string | null;
  bookingBasis: string | null;
  sources: Source[];
}

export interface ApplicationView {
  id: string;
  organization: { id: string; name: string };
  jurisdiction: { name: string; state: string; geoid: string; countyName: string | null; timeZone: string | null; note: string | null };
  basis: string;
  basisNote: string | null;
  addressee: string | null;
  track: string | null;
  selectedOn: string | null;
  letterOnRecord: boolean;
  grade: Grade;
  note: string | null;
  sources: Source[];
  decisions: FunderDecisionView[];
}

/** The two times of a read: when it was true, and what was known. Instants in UTC. */
export interface Moment {
  asOf: string;
  /** The day of `asOf` in the program's zone: what is known by its day alone is compared with this. */
  asOfOn: string;
  knownAt: string;
  /** True when both are now: only then may anything be written. */
  live: boolean;
}

export interface Summary {
  total: number;
  applications: number;
  byCondition: { ref: string; title: string; counts: Partial<Record<Status, number>> }[];
  flags: Partial<Record<Flag, number>>;
  eligibility: { satisfied: number; not_met: number; open: number };
}
