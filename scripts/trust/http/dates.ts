/** Dates of a program that the attacks over HTTP play on: more time asked for, and an order that has ended long ago. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Context } from '#lib/operations/context.ts';
import { recordLegalOrder } from '#lib/operations/record-legal-order.ts';
import { requestExtension } from '#lib/operations/request-extension.ts';

interface Applied {
  slug: string;
  programId: string;
  application: string;
  assessment: string;
}

/** The order reaches its party only on one day that has passed, so that nothing else of the program changes. */
export async function makeDates(
  owner: pg.Pool,
  context: Context,
  { slug, programId, application, assessment }: Applied,
): Promise<{ extension: string; order: string; deadline: string }> {
  const { rows } = await owner.query<{ id: string }>('SELECT deadline_id AS id FROM assessment WHERE program_id = $1 AND id = $2', [
    programId,
    assessment,
  ]);
  const deadline = rows[0]?.id ?? '';
  const asked = { applicationIds: [application], deadlineId: deadline, wantedOn: '2017-09-01', reason: 'The council meets late.' };
  const { extensionId } = await requestExtension(context, slug, asked);
  const counsel = context.actor && { ...context.actor, grants: [{ role: 'counsel' as const, programId: null, organizationId: null }] };
  const order = {
    court: 'Example District Court',
    docket: randomUUID().slice(0, 8),
    title: 'Order',
    decidedOn: '2017-01-02',
    validTo: '2017-01-03',
    effect: 'bars_enforcement',
    parties: 'named',
    applicationIds: [application],
    summary: 'It bars enforcement.',
  };
  const { orderId } = await recordLegalOrder({ ...context, actor: counsel }, slug, order);
  return { extension: extensionId, order: orderId, deadline };
}
