import type { EvidenceChoice, NextStepOption } from '#components/assessments/next-step-types.ts';
import { acceptanceLabels, evidenceStateLabels, evidenceStateOn } from '#lib/domain/evidence.ts';
import { may, roleLabels, rolesThatMay } from '#lib/domain/permission.ts';
import { isFinding, type Status, statusRules } from '#lib/domain/status.ts';
import { detailFields } from '#lib/domain/status-details.ts';
import { type EvidenceForRule, missingEvidence, type TransitionRule, transitionsFrom } from '#lib/domain/transition.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';

interface Words {
  label: string;
  hint: string;
}

const words: Partial<Record<Status, Words>> = {
  requested: { label: 'Record a request', hint: 'A letter was sent: to whom, when, and by when an answer is due.' },
  submitted: { label: 'Record an answer', hint: 'For a letter that covers several conditions use Record a letter.' },
  under_review: { label: 'Take under review', hint: 'You become the owner. Nothing is decided yet.' },
  info_requested: { label: 'Ask for more', hint: 'Say what is missing and by when it is due.' },
};

/**
 * Only the moves that this person may make or propose now; the others are named with who could.
 * @param reminders the log of reminders, offered where an answer never came
 */
export function nextSteps(data: AssessmentPage, view: PageView, reminders = '') {
  const rules = transitionsFrom(data.row.status);
  const grants = view.context.actor?.grants ?? [];
  const allowed = rules.filter((rule) => may(grants, rule.action, data.program.id));
  const possible = allowed.filter((rule) => !isFinding(rule.to) || data.program.assessor !== null);
  const open = data.row.openProposal !== null;
  return {
    options: view.moment.live
      ? possible.filter((rule) => !open || rule.approvedBy === null).map((rule) => optionOf(rule, data, view.today, reminders))
      : [],
    evidence: data.evidence
      .filter((item) => item.sealedAt === null && item.acceptance !== 'rejected')
      .map((item) => choiceOf(item, view.today)),
    needsSomeoneElse: [
      ...elsewhere(rules.filter((rule) => !allowed.includes(rule))),
      ...approvals(possible),
      ...withoutAssessor(rules, data),
    ],
    ...offReason(view, possible.length),
  };
}

function optionOf(rule: TransitionRule, data: AssessmentPage, today: string, reminders: string): NextStepOption {
  const { label, meaning } = statusRules[rule.to];
  const fields = (detailFields[rule.to] ?? []).filter((field) => field.name !== (rule.action === 'reopen' ? 'reminders' : 'cause'));
  const defaults = defaultsOf(rule, data, reminders);
  if (rule.approvedBy !== null) {
    return {
      to: rule.to,
      kind: 'propose',
      label: `Propose: ${label.toLowerCase()}`,
      hint: meaning,
      submitLabel: `Propose: ${label.toLowerCase()}`,
      fields,
      missing: missingFor(rule.to, data, today),
      evidenceHint: 'Items that you tick count as accepted by you; a second person decides.',
    };
  }
  const { label: act, hint } =
    rule.action === 'reopen'
      ? { label: 'Reopen for review', hint: 'New evidence, an expiry or a legal event. The finding stays in the history.' }
      : (words[rule.to] ?? { label, hint: meaning });
  return { to: rule.to, kind: 'record', label: act, hint, submitLabel: act, fields, defaults };
}

function defaultsOf(rule: TransitionRule, data: AssessmentPage, reminders: string): Record<string, string> | undefined {
  const known = data.requests[0];
  if (rule.to === 'requested' && known) return { recipient: known.recipient, sentOn: known.sentOn, dueOn: known.dueOn ?? '' };
  return rule.to === 'under_review' && reminders !== '' ? { reminders } : undefined;
}

type Item = AssessmentPage['evidence'][number];

const forRule = (item: Item): EvidenceForRule => ({
  class: item.class,
  inForceFrom: item.inForceFrom,
  inForceTo: item.inForceTo,
  issuerOrganizationId: item.issuer?.id ?? null,
  superseded: item.supersededAt !== null,
});

/** What a conclusion taken today would still need beyond what is accepted here, and which other items would give it. */
function missingFor(to: Status, data: AssessmentPage, today: string): NextStepOption['missing'] {
  const control = {
    controlledElsewhere: data.row.flags.includes('controlled_elsewhere'),
    responsibleIds: data.row.responsibleParties.map((party) => party.id),
  };
  const conclusion = { to, on: today, details: {}, control };
  const open = data.evidence.filter((item) => item.sealedAt === null && item.acceptance !== 'rejected');
  const accepted = open.filter((item) => item.acceptance === 'accepted').map(forRule);
  const says = missingEvidence(accepted, conclusion);
  if (says === null) return undefined;
  const others = open.filter((item) => item.acceptance === 'pending');
  return {
    says,
    wouldDo: others.filter((item) => missingEvidence([...accepted, forRule(item)], conclusion) === null).map((item) => item.id),
  };
}

function choiceOf(item: Item, today: string): EvidenceChoice {
  const state = evidenceStateOn(item, today);
  const note = [acceptanceLabels[item.acceptance ?? 'pending'], state === 'in_force' ? null : evidenceStateLabels[state].toLowerCase()];
  return {
    id: item.id,
    label: `${item.class} · ${item.title}`,
    note: note.filter(Boolean).join(', '),
  };
}

/** One line an act, with the roles that hold it. */
function elsewhere(rules: TransitionRule[]): { act: string; who: string }[] {
  const byWho = new Map<string, Set<string>>();
  for (const rule of rules) {
    const who = rolesThatMay(rule.action)
      .map((role) => roleLabels[role].toLowerCase())
      .join(' or ');
    const acts = byWho.get(who) ?? new Set<string>();
    acts.add(statusRules[rule.to].label.toLowerCase());
    byWho.set(who, acts);
  }
  return [...byWho].map(([who, acts]) => ({ act: `move to ${[...acts].join(', ')}`, who }));
}

function approvals(rules: TransitionRule[]): { act: string; who: string }[] {
  const actions = new Set(rules.flatMap((rule) => rule.approvedBy ?? []));
  const names = (action: 'approve_finding' | 'approve_closure') =>
    rolesThatMay(action)
      .map((role) => roleLabels[role].toLowerCase())
      .join(' or ');
  const list: { act: string; who: string }[] = [];
  if (actions.has('approve_finding')) list.push({ act: 'approve a finding', who: names('approve_finding') });
  if (actions.has('approve_closure')) list.push({ act: 'approve a waiver or a withdrawal', who: names('approve_closure') });
  return list;
}

/** Where findings would come next and nobody may make one, the page says so. */
function withoutAssessor(rules: TransitionRule[], data: AssessmentPage): { act: string; who: string }[] {
  if (data.program.assessor !== null || !rules.some((rule) => isFinding(rule.to))) return [];
  return [{ act: 'record a finding', who: 'nobody: this program has no assessor; a practice copy has one' }];
}

function offReason(view: PageView, possible: number): { offReason?: string } {
  if (!view.moment.live) return { offReason: 'Writing is off while the page shows another day.' };
  if (possible === 0) return { offReason: 'Your roles in this program record nothing here.' };
  return {};
}
