import { isStatusEvent } from '#lib/domain/event.ts';
import { may } from '#lib/domain/permission.ts';
import type { EventView } from '#lib/domain/record.ts';
import { isOutcomeKind } from '#lib/domain/reliance.ts';
import { concludes, isStatus, type Status, statusRules } from '#lib/domain/status.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';

/** The last step that changed a status, when this person may take it back; null otherwise. */
export function correctionProps(data: AssessmentPage, view: PageView) {
  const last = data.events.findLast((event) => isStatusEvent(event.kind));
  const from = last?.payload?.from;
  // What was taken from an operator is no step of a person: it goes back when those relied on do.
  if (!last || isOutcomeKind(last.kind) || typeof from !== 'string' || !isStatus(from) || !mayCorrect(last, data, view)) return null;
  const others = data.heldStatuses.filter((status) => status !== from && status !== data.row.status && !concludes(status));
  return {
    corrects: last.sequence,
    correctsText: `${statusRules[from].label} → ${statusRules[data.row.status].label}, effective ${formatDate(localDateOf(last.effectiveAt, view.program.zone), 'short')}`,
    choices: [from, ...others].map((status: Status) => ({ value: status, label: statusRules[status].label })),
  };
}

/** The last editor may undo open work, a reviewer any; what touches a finding goes through a proposal. */
function mayCorrect(last: EventView, data: AssessmentPage, view: PageView): boolean {
  const actor = view.context.actor;
  if (!actor || concludes(data.row.status)) return false;
  const from = last.payload?.from;
  if (typeof from === 'string' && isStatus(from) && concludes(from)) return false;
  const own =
    (last.actor.id === actor.principalId || last.actor.kind === 'import') && may(actor.grants, 'correct_open_work', data.program.id);
  return own || may(actor.grants, 'reopen', data.program.id);
}
