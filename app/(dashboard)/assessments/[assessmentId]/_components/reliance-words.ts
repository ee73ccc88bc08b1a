/** Whose finding an assessment shows, in a sentence, and each reliance ready to print. */
import type { RelianceItem } from '#components/bodies/reliance-list.tsx';
import { isOutcomeKind, relianceRuleLabels } from '#lib/domain/reliance.ts';
import { isClosed, isFinding, statusRules } from '#lib/domain/status.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { ReliancePage } from '#lib/operations/get-reliances.ts';
import { href, type PageView } from '#lib/server/page.ts';

const listed = (names: readonly string[]): string => [...new Set(names)].join(' and ');

/** An assessment without a reliance in force. */
function ownWords({ reliances }: ReliancePage, { row }: AssessmentPage): string {
  if (reliances.length > 0) return 'Its own. No reliance is in force at this moment.';
  if (row.subject.kind === 'operator') return `This is an assessment of ${row.subject.name} itself. Others may rely on it.`;
  return 'Its own. It relies on no assessment of an operator.';
}

/** "Direct finding; reliance on Bernalillo County is set aside because …". */
function setAsideWords(page: ReliancePage, { row, events }: AssessmentPage, names: string): string {
  const act = events.find((event) => event.sequence === page.setAsideBy);
  const reason = act?.reason ? ` because: “${act.reason}”` : '';
  if (page.stance === 'aside') return `Taken up for a finding of its own; reliance on ${names} is set aside${reason}.`;
  const what = isClosed(row.status) ? 'Closed on its own' : 'Direct finding';
  return `${what}; reliance on ${names} is set aside${reason}. It follows again once a reviewer reopens it.`;
}

/** "The finding for Bernalillo County: met, taken from March 1, 2017 on", or why none is taken. */
export function whoseFinding(page: ReliancePage, data: AssessmentPage, view: PageView): string {
  const inForce = page.reliances.filter((item) => item.holds);
  if (inForce.length === 0) return ownWords(page, data);
  const names = listed(inForce.flatMap((item) => item.relied.map((one) => one.operator)));
  if (page.stance !== 'following') return setAsideWords(page, data, names);
  const taken = data.events.findLast((event) => isOutcomeKind(event.kind));
  if (!isFinding(data.row.status) || !taken)
    return `It takes the finding for ${names} once there is one. ${view.moment.live ? 'None can be taken now.' : 'None could be taken at this moment.'}`;
  const from = formatDate(localDateOf(taken.effectiveAt, data.program.zone), 'long');
  return `The finding for ${names}: ${statusRules[data.row.status].label.toLowerCase()}, taken from ${from} on.`;
}

export function relianceItems(page: ReliancePage, view: PageView): RelianceItem[] {
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  // Somebody of one organization alone cannot open another's assessment.
  const linked = page.mayManage || view.context.actor?.grants.some((grant) => grant.role !== 'contributor');
  return page.reliances.map((item) => ({
    id: item.id,
    holds: item.holds,
    spanText: [`From ${formatDate(item.validFrom, 'long')}`, item.validTo ? `to ${formatDate(item.validTo, 'long')}` : null]
      .filter(Boolean)
      .join(' '),
    scope: item.scope,
    ruleText: item.relied.length > 1 ? relianceRuleLabels[item.rule] : null,
    basis: item.evidence
      ? { text: item.evidence.title, href: item.evidence.url }
      : { text: `Booking into ${item.facility ?? 'a facility'}, with its source`, href: null },
    endedText: item.ended ? `From ${formatDate(item.ended.on, 'long')} on: ${item.ended.reason}` : null,
    relied: item.relied.map((one) => ({
      ...one,
      stale: isFinding(one.status) && (one.withdrawn || (one.expiresOn !== null && one.expiresOn < view.moment.asOfOn)),
      href: linked ? href(`/assessments/${one.assessmentId}`, moment) : null,
    })),
  }));
}

export const bookingText = (item: ReliancePage['bookings'][number]): string =>
  `${item.facility}, run by ${listed(item.operators)}${item.sourceIds.length === 0 ? ' (no source on record)' : ''}`;
