/** The auditor's facts in words. */
import { createHash } from 'node:crypto';
import type { ApproverRow } from '#components/audit/approver-table.tsx';
import type { AuditEventRow } from '#components/audit/audit-event-table.tsx';
import { proofHref } from '#components/audit/audit-links.ts';
import type { CheckpointRow } from '#components/audit/checkpoint-table.tsx';
import type { LedgerStateProps } from '#components/audit/ledger-state.tsx';
import {
  type ActingToken,
  type Approver,
  type AuditEvent,
  type Checkpoint,
  daysBackDated,
  type HeldGrant,
  OBSTACLES,
} from '#lib/domain/audit.ts';
import { eventLabels, isEventKind, isStatusEvent, statusEventNote } from '#lib/domain/event.ts';
import { roleLabels } from '#lib/domain/permission.ts';
import { statusRules } from '#lib/domain/status.ts';
import { formatDate, formatInstant, localDateOf } from '#lib/domain/time.ts';
import type { CheckpointList } from '#lib/operations/list-checkpoints.ts';
import { href, type PageView } from '#lib/server/page.ts';

type InProgram = Pick<PageView, 'program'>;

export const counted = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** SHA-256 of the raw public key: its first 16 digits are the key's id. */
const fingerprintOf = (publicKey: string): string => createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex');

export const unsealedText = ({ state }: Pick<CheckpointList, 'state'>): string =>
  state.unsealedEverywhere === 0
    ? 'Nothing: every event is covered by a checkpoint'
    : `${counted(state.unsealedEvents, 'event')} of this program, ${counted(state.unsealedEverywhere, 'event')} in the whole installation`;

export function lateText({ state, program }: CheckpointList): string | null {
  if (!state.late || state.oldestUnsealedAt === null) return null;
  return `The oldest event without a checkpoint was recorded on ${formatInstant(state.oldestUnsealedAt, program.zone)}. A checkpoint should follow within a minute. Nothing is lost: every event is chained, and the next checkpoint covers them all. Tell whoever runs the installation.`;
}

export const lastCheckpoint = (newest: Checkpoint | undefined, { program }: InProgram): LedgerStateProps['last'] =>
  newest
    ? {
        number: newest.number,
        hash: newest.hash,
        sealedAt: newest.sealedAt,
        sealedText: formatInstant(newest.sealedAt, program.zone),
        keyId: newest.keyId,
        fingerprint: fingerprintOf(newest.publicKey),
      }
    : null;

export const checkpointRow = (checkpoint: Checkpoint, { program }: InProgram): CheckpointRow => ({
  number: checkpoint.number,
  sealedAt: checkpoint.sealedAt,
  sealedText: formatInstant(checkpoint.sealedAt, program.zone),
  coversText: `${counted(checkpoint.eventCount, 'event')} in ${counted(checkpoint.streamCount, 'history', 'histories')}, ${checkpoint.programStreams === 0 ? 'none' : checkpoint.programStreams.toLocaleString('en-US')} of this program`,
  hash: checkpoint.hash,
  keyId: checkpoint.keyId,
});

/** `formatDate` of the day in the program's zone. */
const day = (instant: string, { program }: InProgram): string => formatDate(localDateOf(instant, program.zone), 'short');

function grantText(grant: HeldGrant, view: InProgram): string {
  const where = grant.scope === 'every_program' ? ', in every program' : '';
  const since = `since ${day(grant.grantedAt, view)}${where}, granted ${grant.grantedBy === null ? 'at set-up' : `by ${grant.grantedBy}`}`;
  if (grant.revokedAt === null) return since;
  return `${since}; taken back ${day(grant.revokedAt, view)}${grant.revokedBy === null ? '' : ` by ${grant.revokedBy}`}`;
}

function tokenText(token: ActingToken, view: InProgram): string {
  const roles = token.roles.map((role) => roleLabels[role].toLowerCase()).join(', ');
  const end = token.revokedAt === null ? `good until ${day(token.expiresAt, view)}` : `revoked ${day(token.revokedAt, view)}`;
  return `${token.name} (${roles}), made ${day(token.createdAt, view)}, ${end}`;
}

const KINDS: Record<string, string> = { token: 'API token', job: 'Background task', import: 'Import', system: 'The installation' };

export function approverRow(approver: Approver, view: InProgram): ApproverRow {
  const { kind, onBehalfOf, obstacle, disabledAt } = approver;
  const kindText = kind === 'person' ? null : `${KINDS[kind] ?? kind}${onBehalfOf ? `, for ${onBehalfOf.name}` : ''}`;
  const since = obstacle === 'disabled' && disabledAt !== null ? ` since ${day(disabledAt, view)}` : '';
  return {
    id: approver.id,
    name: approver.name,
    kindText,
    grants: approver.grants.map((grant) => ({
      id: `${grant.role} ${grant.scope} ${grant.grantedAt}`,
      role: roleLabels[grant.role],
      text: grantText(grant, view),
    })),
    outcome: obstacle === null ? 'Could approve' : `${OBSTACLES[obstacle]}${since}`,
    could: obstacle === null,
    tokens: approver.tokens.map((token) => ({ id: token.id, text: tokenText(token, view) })),
  };
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function titleOf({ kind, from, to }: AuditEvent): string {
  const words = isEventKind(kind) ? eventLabels[kind] : kind;
  const [was, became] = [from, to].map((status) => (status === null ? null : statusRules[status].label));
  if (kind === 'status_changed' && was && became) return `${was} → ${became}`;
  if (isStatusEvent(kind) && was && became) return `${capitalized(statusEventNote(kind))}: ${was} → ${became}`;
  return became ? `${words}: ${became}` : words;
}

/** The page of the event's stream, at the event itself where the page has a history. */
function historyHref({ streamKind, streamId, sequence }: AuditEvent, { program }: InProgram): string | null {
  if (streamKind === 'assessment') return `/assessments/${streamId}#event-${sequence}`;
  if (streamKind === 'application') return `/programs/${program.slug}/applications/${streamId}`;
  return null;
}

export function auditEventRow(event: AuditEvent, view: InProgram): AuditEventRow {
  const days = daysBackDated(event);
  const subject = [event.subject, event.condition].filter((part) => part !== null).join(' · ');
  return {
    id: `${event.streamId}.${event.sequence}`,
    title: titleOf(event),
    reason: event.erased ? 'Content erased.' : event.reason,
    subject: subject || (event.streamKind === 'program' ? 'The program' : event.streamKind),
    href: historyHref(event, view),
    effectiveAt: event.effectiveAt,
    effectiveText: day(event.effectiveAt, view),
    recordedAt: event.recordedAt,
    recordedText: day(event.recordedAt, view),
    distanceText: days < 1 ? null : `${counted(days, 'day')} before`,
    actor: event.onBehalfOf ? `${event.actor.name}, for ${event.onBehalfOf}` : event.actor.name,
    imported: event.imported,
    sealText: event.checkpoint === null ? 'Not sealed yet' : `Checkpoint ${event.checkpoint}`,
    proofHref: proofHref(view.program.slug, event.streamId, event.sequence),
  };
}

export const auditPath = (slug: string, rest = ''): string => `/programs/${slug}/audit${rest}`;

/** The moment of the page as parameters of a form; empty ones are left out. */
export const momentParams = (view: PageView): Record<string, string> =>
  Object.fromEntries(Object.entries({ asOf: view.asOf, knownAt: view.knownAt }).filter(([, value]) => value !== ''));

export const withMoment = (path: string, view: PageView, params: Record<string, string | null> = {}): string =>
  href(path, { ...params, asOf: view.asOf, knownAt: view.knownAt });
