/** More time and legal orders as facts of the timeline: in the lane of the applicant they name, else in the program's. */
import { atOf, type NamedDeadline, readDueFacts } from '#lib/data/due-facts.ts';
import { listExtensions } from '#lib/data/extensions.ts';
import { translated } from '#lib/data/transaction.ts';
import type { EvidenceRef, ExtensionView, LegalOrderView } from '#lib/domain/deadline-views.ts';
import { resolveFor } from '#lib/domain/due-set.ts';
import { orderEffectLabels } from '#lib/domain/legal-order.ts';
import type { Moment, ProgramView, Source } from '#lib/domain/record.ts';
import type { ResolvedDeadline } from '#lib/domain/resolve-deadline.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { TimelineFact } from '#lib/domain/timeline.ts';
import type { Context } from './context.ts';
import { viewExtensions, viewOrders } from './extension-views.ts';

export interface DateFacts {
  program: TimelineFact[];
  /** By the id of the application. */
  lanes: Map<string, TimelineFact[]>;
}

/** What the reader may see of them, asked or decided by T and known at K. */
export async function dateFacts(program: ProgramView, context: Context, moment: Moment): Promise<DateFacts> {
  const found = await translated(listExtensions(context.db.pool, program.id, moment));
  const extensions = await viewExtensions(program, context, found);
  const orders = await viewOrders(program, context, moment);
  const facts: DateFacts = { program: [], lanes: new Map() };
  for (const extension of extensions) for (const fact of extensionFacts(extension, program.zone)) place(facts, extension.applicants, fact);
  for (const order of orders) place(facts, order.parties === 'named' ? order.applicants : null, orderFact(order));
  return facts;
}

function place(facts: DateFacts, applicants: { id: string }[] | null, fact: TimelineFact): void {
  if (applicants === null) facts.program.push(fact);
  for (const { id } of applicants ?? []) facts.lanes.set(id, [...(facts.lanes.get(id) ?? []), fact]);
}

const asSource = ({ id, title, url }: EvidenceRef): Source => ({
  id,
  ref: id,
  title,
  publisher: null,
  dated: null,
  url,
  kind: 'evidence',
  seen: '',
  note: null,
});

/** No source says when these became public. */
const NOTHING = {
  precision: 'day',
  grade: null,
  publicOn: null,
  counts: null,
  conditionRef: null,
  assessmentId: null,
  note: null,
} as const;

const DECIDED = { granted: 'More time granted', refused: 'More time refused', withdrawn: 'Request for more time withdrawn' } as const;

function extensionFacts(extension: ExtensionView, zone: string): TimelineFact[] {
  const { id, state, wantedOn, grantedOn, reason, askedBy, decidedBy, decisionReason } = extension;
  const asked: TimelineFact = {
    ...NOTHING,
    id: `${id}.asked`,
    kind: 'extension',
    date: localDateOf(extension.askedAt, zone),
    title: `More time asked for, until ${formatDate(wantedOn, 'short')}`,
    text: `${extension.deadlineLabel}: more time was asked for, until ${formatDate(wantedOn, 'long')}.${reason ? ` ${reason}` : ''}`,
    attributedTo: null,
    sources: extension.evidence.map(asSource),
    effectiveAt: extension.askedAt,
    recordedAt: extension.recordedAt,
    recordedBy: askedBy ? { name: askedBy, kind: 'person' } : null,
  };
  const decidedAt = extension.decisionAt ?? extension.decidedAt;
  if (state === 'asked' || decidedAt === null) return [asked];
  const until = grantedOn ? `, until ${formatDate(grantedOn, 'short')}` : '';
  const decided: TimelineFact = {
    ...asked,
    id: `${id}.decided`,
    date: localDateOf(decidedAt, zone),
    title: `${DECIDED[state]}${until}`,
    text: `${extension.deadlineLabel}: ${DECIDED[state].toLowerCase()}${until}.${decisionReason ? ` ${decisionReason}` : ''}`,
    sources: extension.decisionEvidence.map(asSource),
    effectiveAt: decidedAt,
    recordedAt: extension.decidedAt,
    recordedBy: decidedBy ? { name: decidedBy, kind: 'person' } : null,
  };
  return [asked, decided];
}

/** An assessment of a lane, and which deadline it has. */
interface Dated {
  applicationId: string;
  conditionId: string;
  deadlineId: string | null;
}

/**
 * In each lane, the dates that extensions and orders moved for it: marks of the lane's own, where the line of the program's deadline
 * stands at another day. One that moved for everybody alike has its line there.
 */
export async function movedDates(
  program: ProgramView,
  context: Context,
  moment: Moment,
  assessments: readonly Dated[],
): Promise<Map<string, TimelineFact[]>> {
  const ids = [...new Set(assessments.flatMap(({ deadlineId }) => deadlineId ?? []))];
  const lanes = new Map<string, TimelineFact[]>();
  if (ids.length === 0) return lanes;
  const facts = await translated(readDueFacts(context.db.pool, program, moment, ids));
  if (facts.extensions.length === 0 && facts.orders.length === 0) return lanes;
  for (const [applicationId, own] of Map.groupBy(assessments, (one) => one.applicationId)) {
    const moved = own.flatMap(({ conditionId, deadlineId }) => {
      const base = facts.deadlines.find(({ id }) => id === deadlineId);
      if (!base) return [];
      const resolved = resolveFor(facts, base, { applicationId, conditionId }, atOf(moment));
      const general = resolveFor(facts, base, { applicationId: null, conditionId: null }, atOf(moment));
      return resolved.dueOn === general.dueOn ? [] : [movedFact(base, resolved, applicationId)];
    });
    // One date for several conditions is one mark.
    lanes.set(applicationId, [...new Map(moved.map((fact) => [fact.id, fact])).values()]);
  }
  return lanes;
}

function movedFact(base: NamedDeadline, { dueOn, steps }: ResolvedDeadline, applicationId: string): TimelineFact {
  return {
    ...NOTHING,
    id: `${base.id}.due.${applicationId}.${dueOn}`,
    kind: 'deadline',
    date: dueOn,
    title: `${base.label} ${formatDate(dueOn, 'short')}`,
    text: [`${base.label}: the date here is ${formatDate(dueOn, 'long')}.`, ...steps].join(' '),
    attributedTo: null,
    sources: [],
    effectiveAt: null,
    recordedAt: null,
    recordedBy: null,
  };
}

function orderFact(order: LegalOrderView): TimelineFact {
  const until = order.validTo ? ` until ${formatDate(order.validTo, 'long')}` : '';
  return {
    ...NOTHING,
    id: `${order.id}.order`,
    kind: 'order',
    date: order.decidedOn,
    title: `${order.court}: ${orderEffectLabels[order.effect].toLowerCase()}`,
    text: `${order.name}. ${order.title}. ${order.summary} In force from ${formatDate(order.validFrom, 'long')}${until}.`,
    attributedTo: order.court,
    sources: [...order.sources, ...order.evidence.map(asSource)],
    effectiveAt: null,
    recordedAt: order.recordedAt,
    recordedBy: { name: order.recordedBy, kind: 'person' },
  };
}
