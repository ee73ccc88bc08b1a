/** Extensions and orders as a reader may see them: with names, and for a contributor nothing of another organization. */
import type { Queryable } from '#lib/data/client.ts';
import { type Extension, findApplicants, findEvidenceTitles } from '#lib/data/extensions.ts';
import { listOrders, type RecordedOrder } from '#lib/data/legal-orders.ts';
import { listConditions } from '#lib/data/programs.ts';
import { sourcesOf } from '#lib/data/sources.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ExtensionView, LegalOrderView } from '#lib/domain/deadline-views.ts';
import { nameOfOrder, standingOf } from '#lib/domain/legal-order.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { readerOf } from './evidence-reader.ts';

type Applicant = Awaited<ReturnType<typeof findApplicants>>[number];

/** Those of the applicants that the reader may see, by id. */
async function visibleApplicants(tx: Queryable, program: ProgramView, ids: string[], organizationId: string | null) {
  const found = ids.length === 0 ? [] : await findApplicants(tx, program.id, ids);
  return new Map(found.filter((one) => organizationId === null || one.organizationId === organizationId).map((one) => [one.id, one]));
}

const named = (ids: readonly string[], applicants: Map<string, Applicant>): { id: string; name: string }[] =>
  ids.flatMap((id) => {
    const found = applicants.get(id);
    return found ? [{ id, name: found.name }] : [];
  });

/**
 * A contributor sees his own requests whole; of those for others or for everybody only what was granted, since that moves his
 * date: not who asked, nor why.
 */
export async function viewExtensions(program: ProgramView, context: Context, extensions: Extension[]): Promise<ExtensionView[]> {
  const { pool } = context.db;
  const confined = confinement(context, program.id);
  const applicants = await translated(
    visibleApplicants(pool, program, [...new Set(extensions.flatMap((one) => one.applicationIds ?? []))], confined),
  );
  const evidence = await translated(
    findEvidenceTitles(
      pool,
      extensions.flatMap((one) => [...one.evidenceIds, ...one.decisionEvidenceIds]),
      readerOf(context, program.id),
    ),
  );
  return extensions.flatMap((extension) => {
    const own = extension.applicationIds === null ? null : named(extension.applicationIds, applicants);
    const isOwn = extension.scope === 'application' && own !== null && own.length > 0;
    if (confined === null || isOwn) return [wholeView(extension, own, (ids) => ids.flatMap((id) => evidence.get(id) ?? []))];
    return extension.state === 'granted' && own?.length !== 0 ? [grantView(extension, own)] : [];
  });
}

type Own = ExtensionView['applicants'];

/** What was granted, for somebody whom it reaches among others. */
function grantView(extension: Extension, applicants: Own): ExtensionView {
  const { id, deadlineId, deadlineLabel, scope, wantedOn, askedAt, recordedAt, state, grantedOn, decisionAt, decidedAt } = extension;
  const shown = { id, deadlineId, deadlineLabel, scope, wantedOn, askedAt, recordedAt, state, grantedOn, decisionAt, decidedAt };
  return { ...shown, applicants, reason: null, askedBy: null, evidence: [], decisionReason: null, decisionEvidence: [], decidedBy: null };
}

function wholeView(extension: Extension, applicants: Own, titles: (ids: string[]) => ExtensionView['evidence']): ExtensionView {
  const { reason, askedBy, decisionReason, decidedBy, evidenceIds, decisionEvidenceIds } = extension;
  const whole = { reason, askedBy, decisionReason, decidedBy };
  return { ...grantView(extension, applicants), ...whole, evidence: titles(evidenceIds), decisionEvidence: titles(decisionEvidenceIds) };
}

/** Orders known at a moment with how each stands on its day. A contributor sees those that reach everybody or him. */
export async function viewOrders(program: ProgramView, context: Context, moment: Moment): Promise<LegalOrderView[]> {
  const { db } = context;
  const confined = confinement(context, program.id);
  const orders = await translated(listOrders(db.pool, program.id, moment));
  if (orders.length === 0) return [];
  const ids = [...new Set(orders.flatMap((order) => order.applicationIds))];
  const [applicants, conditions, sources, evidence] = await Promise.all([
    translated(visibleApplicants(db.pool, program, ids, confined)),
    listConditions(db, program.id),
    sourcesOf(
      db,
      orders.flatMap((order) => [...order.sourceIds]),
    ),
    translated(
      findEvidenceTitles(
        db.pool,
        orders.flatMap((order) => [...order.evidenceIds]),
        readerOf(context, program.id),
      ),
    ),
  ]);
  const visible =
    confined === null ? orders : orders.filter((order) => order.parties !== 'named' || named(order.applicationIds, applicants).length > 0);
  const seen = new Map(visible.map((order) => [order.id, order]));
  return visible.map((order) => ({
    ...plain(order),
    applicants: named(order.applicationIds, applicants),
    conditions: conditions.filter(({ id }) => order.conditionIds.includes(id)).map(({ id, ref, title }) => ({ id, ref, title })),
    actsOn: actsOn(order, seen),
    sources: order.sourceIds.flatMap((id) => sources.get(id) ?? []),
    evidence: confined === null ? order.evidenceIds.flatMap((id) => evidence.get(id) ?? []) : [],
    ...standing(order, orders, moment),
  }));
}

function plain(order: RecordedOrder) {
  const { id, version, court, docket, title, decidedOn, effect, parties, validFrom, validTo, summary, recordedAt, recordedBy } = order;
  const name = nameOfOrder(order);
  return { id, version, name, court, docket, title, decidedOn, effect, parties, validFrom, validTo, summary, recordedAt, recordedBy };
}

function actsOn(order: RecordedOrder, orders: Map<string, RecordedOrder>): { id: string; name: string } | null {
  const other = order.actsOnId === null ? undefined : orders.get(order.actsOnId);
  return other ? { id: other.id, name: nameOfOrder(other) } : null;
}

function standing(order: RecordedOrder, orders: RecordedOrder[], moment: Moment): Pick<LegalOrderView, 'state' | 'stateBy' | 'partly'> {
  const { state, by, partly } = standingOf(order, orders, moment.asOfOn);
  return {
    state,
    stateBy: by ? nameOfOrder(by) : null,
    partly: partly ? { state: partly.state, by: partly.by ? nameOfOrder(partly.by) : null } : null,
  };
}
