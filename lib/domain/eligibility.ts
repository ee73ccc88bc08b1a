/** Eligibility of an application: what its tracked conditions add up to. It is never the funder's decision. */
import { type Status, statusRules } from './status.ts';

export const VERDICTS = ['satisfied', 'not_met', 'open'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const verdictLabels: Record<Verdict, string> = {
  satisfied: 'All tracked conditions satisfied',
  not_met: 'At least one not met',
  open: 'Open',
};

/** Stands beside every verdict. */
export const NOT_A_DECISION = 'This is not a decision by the funder.';

/**
 * What each status counts for. A waiver and a condition that does not apply leave nothing to be met. Partly met and
 * unable to determine leave it open. So does withdrawn: the request or the application ended and nobody found the
 * condition met, waived it or held that it does not apply.
 */
const COUNTS_AS: Record<Status, Verdict> = {
  not_started: 'open',
  requested: 'open',
  submitted: 'open',
  under_review: 'open',
  info_requested: 'open',
  met: 'satisfied',
  partly_met: 'open',
  not_met: 'not_met',
  unable_to_determine: 'open',
  waived: 'satisfied',
  not_applicable: 'satisfied',
  withdrawn: 'open',
};

export interface EligibilityCondition {
  conditionRef: string;
  title: string;
  /** Conditions recorded but not tracked never count. */
  tracked: boolean;
  status: Status;
  assessmentId: string;
  /** The order in force that bars the condition, by its name. */
  barredBy?: string | null;
  /** The waiver has expired, or the evidence of the finding is no longer in force. */
  expired?: boolean;
}

export interface EligibilityBasis {
  conditionRef: string;
  title: string;
  assessmentId: string;
  status: Status;
  countsAs: Verdict | 'left_out';
  barredBy: string | null;
  /** One sentence for people. */
  why: string;
}

export interface Eligibility {
  verdict: Verdict;
  label: string;
  explanation: string[];
  /** Every condition given, in the order given, with what it counted for. */
  basis: EligibilityBasis[];
}

const COUNTS_WORDS: Record<Verdict, string> = {
  satisfied: 'Counts as satisfied.',
  not_met: 'Counts as not met.',
  open: 'Counts as open.',
};

function judge(condition: EligibilityCondition): Pick<EligibilityBasis, 'countsAs' | 'why'> {
  const { title, status } = condition;
  const label = statusRules[status].label;
  if (!condition.tracked) return { countsAs: 'left_out', why: `${title}: recorded, not tracked. Left out.` };
  if (condition.barredBy) return { countsAs: 'left_out', why: `${title}: barred by ${condition.barredBy}. Left out.` };
  const plain = COUNTS_AS[status];
  // What was open stays open; only an outcome can lapse, a "not met" as much as a "met".
  if (condition.expired === true && statusRules[status].group !== 'open') {
    const lapsed = status === 'waived' ? 'but the waiver has expired' : 'but on evidence no longer in force';
    return { countsAs: 'open', why: `${title}: ${label}, ${lapsed}. ${COUNTS_WORDS.open}` };
  }
  return { countsAs: plain, why: `${title}: ${label}. ${COUNTS_WORDS[plain]}` };
}

function verdictOf(basis: readonly EligibilityBasis[]): Verdict {
  const counted = basis.map((entry) => entry.countsAs).filter((counts) => counts !== 'left_out');
  if (counted.includes('not_met')) return 'not_met';
  return counted.length > 0 && counted.every((counts) => counts === 'satisfied') ? 'satisfied' : 'open';
}

/**
 * What the tracked conditions of one application add up to (docs/architecture.md, eligibility): not met as soon as one
 * is; satisfied when every one that counts is; open otherwise, also when none is left to count.
 */
export function eligibilityOf(conditions: readonly EligibilityCondition[]): Eligibility {
  const basis = conditions.map((condition): EligibilityBasis => {
    const { conditionRef, title, assessmentId, status } = condition;
    return { conditionRef, title, assessmentId, status, barredBy: condition.barredBy ?? null, ...judge(condition) };
  });
  const explanation = basis.map((entry) => entry.why);
  if (basis.every((entry) => entry.countsAs === 'left_out')) explanation.push('No tracked condition is left to count.');
  const verdict = verdictOf(basis);
  return { verdict, label: verdictLabels[verdict], explanation, basis };
}
