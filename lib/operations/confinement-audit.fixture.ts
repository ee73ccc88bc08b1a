/** What the test of confinement reads of the pages for auditors. */
import type { Context } from './context.ts';
import { exportLedger } from './export-ledger.ts';
import { listApprovers } from './list-approvers.ts';
import { listBackDated } from './list-back-dated.ts';
import { listCheckpoints } from './list-checkpoints.ts';
import { proveEvent } from './prove-event.ts';
import { sampleEvents } from './sample-events.ts';

/** @param at what the test made, once it is there */
export const auditReads = (
  at: () => { slug: string; assessments: string[] },
): Record<string, (context: Context) => Promise<unknown>[]> => ({
  'export-ledger': (context) => [exportLedger(context, at().slug).then(({ body }) => new Response(body).text())],
  'list-approvers': (context) => [listApprovers(context, at().slug)],
  'list-back-dated': (context) => [listBackDated(context, at().slug, { limit: 200 })],
  'list-checkpoints': (context) => [listCheckpoints(context, at().slug)],
  'prove-event': (context) => at().assessments.map((id) => proveEvent(context, at().slug, id, '1')),
  'sample-events': (context) => [sampleEvents(context, at().slug, { seed: 'a', size: 200 })],
});
