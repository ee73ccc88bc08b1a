import type { OpenProposal } from '#components/assessments/proposal-panel.tsx';
import { may } from '#lib/domain/permission.ts';
import { statusRules } from '#lib/domain/status.ts';
import { detailFields } from '#lib/domain/status-details.ts';
import { formatDate, formatInstant, localDateOf } from '#lib/domain/time.ts';
import { findTransition } from '#lib/domain/transition.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';

export interface ProposalView {
  proposal: OpenProposal;
  version: number;
  blockedReason?: string;
}

/** The open proposal and, for those who cannot decide it, why. */
export function openProposal(data: AssessmentPage, view: PageView): ProposalView | null {
  const open = data.row.openProposal;
  const found = open && data.proposals.find((item) => item.id === open.id);
  if (!found) return null;
  const zone = data.program.zone;
  const fields = detailFields[found.to] ?? [];
  const proposal: OpenProposal = {
    id: found.id,
    to: found.to,
    reason: found.reason,
    proposedBy: found.proposedByName,
    proposedAtText: formatInstant(found.proposedAt, zone),
    effectiveText: found.effectiveAt ? formatDate(localDateOf(found.effectiveAt, zone), 'long') : null,
    details: Object.entries(found.details).map(([name, value]) => {
      const field = fields.find((item) => item.name === name);
      return { term: field?.label ?? name, detail: field?.options?.find((option) => option.value === value)?.label ?? value };
    }),
    evidence: found.evidenceIds.map((id) => {
      const item = data.evidence.find((known) => known.id === id);
      return { id, label: item ? `${item.class} · ${item.title}` : id, url: item?.url ?? null };
    }),
    notes: [...movesText(data), ...lapsedText(data, found.evidenceIds, view)],
  };
  const blocked = blockedReason(data, view, found);
  return { proposal, version: data.row.version, ...(blocked ? { blockedReason: blocked } : {}) };
}

/** "Approved, it moves 2 assessments that take this finding: Baltimore (Met), Stockton (Met)." */
function movesText({ moves }: AssessmentPage): string[] {
  if (moves.length === 0) return [];
  const shown = moves.slice(0, SHOWN).map(({ name, to }) => `${name} (${statusRules[to].label})`);
  const rest = moves.length > SHOWN ? [`${moves.length - SHOWN} more`] : [];
  const what = moves.length === 1 ? '1 assessment that takes' : `${moves.length} assessments that take`;
  return [`Approved, it moves ${what} this finding: ${[...shown, ...rest].join(', ')}.`];
}

const SHOWN = 10;

function lapsedText({ evidence }: AssessmentPage, ids: readonly string[], { moment }: PageView): string[] {
  return evidence.flatMap((item) => {
    if (!ids.includes(item.id)) return [];
    const ended =
      item.inForceTo !== null && item.inForceTo < moment.asOfOn ? `not in force after ${formatDate(item.inForceTo, 'long')}` : null;
    const why = item.sealedAt ? 'sealed as sent in error' : item.supersededAt ? 'superseded' : ended;
    return why ? [`Evidence no longer in force: ${item.class} · ${item.title}, ${why}.`] : [];
  });
}

function blockedReason(data: AssessmentPage, view: PageView, proposal: AssessmentPage['proposals'][number]): string | null {
  const actor = view.context.actor;
  if (!view.moment.live) return 'Writing is off while the page shows another day.';
  const needsTwo = data.program.twoPersonRule || proposal.twoPersonRule;
  if (needsTwo && actor?.principalId === (proposal.proposedOnBehalfOfId ?? proposal.proposedById))
    return 'You proposed this, so somebody else has to decide it.';
  const action = findTransition(data.row.status, proposal.to)?.approvedBy ?? 'approve_finding';
  if (!actor || !may(actor.grants, action, data.program.id))
    return action === 'approve_closure' ? 'An approver decides this.' : 'A reviewer or an approver decides this.';
  return null;
}
