/** Deadlines and requests for more time as the lists show them. */
import type { DeadlineItem } from '#components/deadlines/deadline-list.tsx';
import type { ExtensionItem } from '#components/deadlines/extension-list.tsx';
import { describeRule } from '#lib/domain/deadline-rule.ts';
import type { ExtensionView } from '#lib/domain/deadline-views.ts';
import type { DeadlineView } from '#lib/domain/record.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { PageView } from '#lib/server/page.ts';
import { deadlineProps } from '../../_components/dashboard-panels.ts';

export function deadlineItems(deadlines: readonly DeadlineView[], view: PageView): DeadlineItem[] {
  return deadlines.map((deadline) => {
    const { dueText, zoneText, countdownText, steps, notes, sources } = deadlineProps(deadline, view, null);
    return {
      id: deadline.id,
      label: deadline.label,
      dueText: zoneText ? `${dueText}, ${zoneText}` : dueText,
      countdownText,
      ruleText: deadline.rule ? describeRule(deadline.rule) : null,
      moved: deadline.moved ?? false,
      notes,
      steps,
      sources,
    };
  });
}

/** The page of an item of evidence, on the day that is looked at. */
export const evidenceHref =
  ({ program, momentQuery }: Pick<PageView, 'program' | 'momentQuery'>) =>
  (id: string): string =>
    `/programs/${program.slug}/evidence/${id}${momentQuery}`;

const STATES: Record<ExtensionView['state'], string> = {
  asked: 'Asked, not decided',
  granted: 'Granted',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
};

/** "every applicant", "Baltimore", "Baltimore and 2 others". */
function forWhom({ applicants }: ExtensionView): string {
  if (applicants === null) return 'every applicant';
  const [first, second] = applicants;
  if (!first) return 'one applicant';
  if (!second) return first.name;
  return `${first.name} and ${applicants.length - 1} other${applicants.length === 2 ? '' : 's'}`;
}

export function extensionItem(extension: ExtensionView, zone: string, decideHref: string | undefined): ExtensionItem {
  const day = (instant: string): string => formatDate(localDateOf(instant, zone), 'long');
  const until = formatDate(extension.grantedOn ?? extension.wantedOn, 'long');
  const { deadlineLabel, reason, askedBy, decidedBy, decisionReason, decisionAt, decidedAt } = extension;
  const lines = [
    `${deadlineLabel}. Asked on ${day(extension.askedAt)}${askedBy ? `, recorded by ${askedBy}` : ''}${reason ? `: ${reason}` : ''}`,
  ];
  const decided = decisionAt ?? decidedAt;
  if (decided)
    lines.push(
      `${STATES[extension.state]} on ${day(decided)}${decidedBy ? `, by ${decidedBy}` : ''}${decisionReason ? `: ${decisionReason}` : ''}`,
    );
  return {
    id: extension.id,
    title: `Until ${until}, for ${forWhom(extension)}`,
    stateText: STATES[extension.state],
    isOpen: extension.state === 'asked',
    lines,
    evidence: [...extension.evidence, ...extension.decisionEvidence],
    decideHref: extension.state === 'asked' ? decideHref : undefined,
  };
}
