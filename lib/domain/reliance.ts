/**
 * What an assessment takes from the assessments of operators that it relies on, and from when. The SQL function
 * `proviso_outcome` says the same; a database test compares the two, and only the SQL one writes.
 * Instants are ISO text in UTC, so that they compare as text, with `-infinity` before and `infinity` after all.
 */
import { BEGINNING, FOREVER } from './periods.ts';
import { concludes, isClosed, isFinding, type Status } from './status.ts';

export const RELIANCE_RULES = ['all', 'any'] as const;
export type RelianceRule = (typeof RELIANCE_RULES)[number];

export const relianceRuleLabels: Record<RelianceRule, string> = {
  all: 'All of them: the finding that is furthest from met, once every one has a finding',
  any: 'Any of them: the finding nearest to met, as soon as one is met or all have a finding',
};

/** From furthest from met to met: the order in which a finding of several bodies is taken. */
export const OUTCOMES = ['not_met', 'partly_met', 'unable_to_determine', 'met'] as const satisfies readonly Status[];
export type Outcome = (typeof OUTCOMES)[number];

const rankOf = (status: Status): number => OUTCOMES.indexOf(status as Outcome);

/** A finding with the last day of the evidence it rests on; null where nothing lapses. */
export interface Taken {
  status: Status;
  expiresOn: string | null;
}

const LATEST = '9999-12-31';
const earliest = (dates: readonly (string | null)[]): string | null => {
  const first = dates.map((date) => date ?? LATEST).sort()[0] ?? LATEST;
  return first === LATEST ? null : first;
};

/**
 * What several relied assessments say together; null while nothing can be taken. An assessment that is open or was closed
 * without a finding says nothing, and nothing is assumed for it.
 */
export function combine(rule: RelianceRule, relied: readonly Taken[]): Taken | null {
  const found = relied.filter((item) => isFinding(item.status));
  if (found.length === 0) return null;
  const ranks = found.map((item) => rankOf(item.status));
  const complete = found.length === relied.length;
  if (rule === 'all') {
    const worst = OUTCOMES[Math.min(...ranks)];
    return complete && worst ? { status: worst, expiresOn: earliest(found.map((item) => item.expiresOn)) } : null;
  }
  const best = OUTCOMES[Math.max(...ranks)];
  if (!best || (best !== 'met' && !complete)) return null;
  const lasting = found
    .filter((item) => item.status === best)
    .map((item) => item.expiresOn ?? LATEST)
    .sort()
    .at(-1);
  return { status: best, expiresOn: lasting === LATEST ? null : (lasting ?? null) };
}

/** Several reliances in force at once hold together, as all: no body that somebody relies on is passed over. */
export function combineAll(taken: readonly (Taken | null)[]): Taken | null {
  const said = taken.filter((item) => item !== null);
  return said.length === taken.length ? combine('all', said) : null;
}

export type Stance = 'following' | 'direct' | 'aside';

/** An event that changed the status, in the order of recording. */
export interface StatusStep {
  kind: string;
  status: Status;
  effectiveAt: string;
}

const OUTCOME_KINDS = ['outcome_taken', 'outcome_reopened'];
const STATUS_KINDS = ['status_changed', 'status_corrected'];
export const isOutcomeKind = (kind: string): boolean => OUTCOME_KINDS.includes(kind);

/**
 * Whether an assessment follows those it relies on, and from which instant. A conclusion of its own is kept until a reviewer
 * reopens it; then it follows again. Reopening what was taken sets the reliance aside, for a finding of its own.
 * @returns also the step by which it does not follow; null while it does
 */
export function stanceOf<T extends StatusStep>(steps: readonly T[]): { stance: Stance; since: string; by: T | null } {
  let stance: Stance = 'following';
  let since = BEGINNING;
  let by: T | null = null;
  let was: Status = 'not_started';
  for (const step of steps) {
    const byPeople = !isOutcomeKind(step.kind) && (step.status !== was || STATUS_KINDS.includes(step.kind));
    if (byPeople && concludes(step.status)) {
      stance = 'direct';
      by = step;
    } else if (byPeople && concludes(was)) {
      stance = stance === 'direct' ? 'following' : 'aside';
      since = step.effectiveAt;
      by = stance === 'following' ? null : step;
    }
    was = step.status;
  }
  return { stance, since, by };
}

/** A status over a span: from `validFrom` up to, and without, `validTo`. */
export interface Span extends Taken {
  validFrom: string;
  validTo: string;
}

export interface RelianceSpan {
  id: string;
  rule: RelianceRule;
  /** 00:00 of its first day, and of the day after its last, in the program's zone. */
  fromAt: string;
  toAt: string;
  /** The histories of the assessments relied on, as known now. */
  relied: readonly (readonly Span[])[];
}

export interface OutcomeChange {
  kind: 'outcome_taken' | 'outcome_reopened';
  to: Status;
  effectiveAt: string;
  set: Taken;
  steps: { effectiveAt: string; set: Taken }[];
}

export interface OutcomeInput {
  now: string;
  status: Status;
  stance: Stance;
  since: string;
  own: readonly Span[];
  reliances: readonly RelianceSpan[];
}

const at = (spans: readonly Span[], instant: string): Span | undefined =>
  spans.find((span) => span.validFrom <= instant && instant < span.validTo);

/** What can be taken at an instant; null when no reliance is in force, or not all that is needed has been found. */
export function outcomeAt(reliances: readonly RelianceSpan[], instant: string): Taken | null {
  const inForce = reliances.filter((item) => item.fromAt <= instant && instant < item.toAt);
  if (inForce.length === 0) return null;
  return combineAll(
    inForce.map((item) =>
      combine(
        item.rule,
        item.relied.flatMap((spans) => at(spans, instant) ?? []),
      ),
    ),
  );
}

/** Every instant at which what is taken may change, in order. */
function turningPoints({ now, since, own, reliances }: OutcomeInput): string[] {
  const points = [
    since,
    ...own.map((span) => span.validFrom),
    ...reliances.flatMap((item) => [item.fromAt, item.toAt, ...item.relied.flat().map((span) => span.validFrom)]),
  ];
  return [...new Set(points)].filter((point) => point !== BEGINNING && point !== FOREVER && point >= since && point <= now).sort();
}

/** A finding that cannot be taken any longer goes back to review; open work stays as it is. */
const withoutReliance = (held: Taken): Taken => (isFinding(held.status) ? { status: 'under_review', expiresOn: null } : held);

const same = (a: Taken, b: Taken): boolean => a.status === b.status && a.expiresOn === b.expiresOn;

/**
 * The change that an assessment takes now; null when there is none. It takes effect from the later of the finding and the
 * reliance. Closed assessments (waived, not applicable, withdrawn) and those with a direct finding are left alone; where
 * nothing can be taken any longer, what was taken goes back to review.
 */
export function outcomeChange(input: OutcomeInput): OutcomeChange | null {
  if (isClosed(input.status) || input.stance !== 'following') return null;
  const changes: { effectiveAt: string; set: Taken }[] = [];
  for (const effectiveAt of turningPoints(input)) {
    const held = at(input.own, effectiveAt);
    if (!held) continue;
    const wanted = outcomeAt(input.reliances, effectiveAt) ?? withoutReliance(held);
    const last = changes.at(-1)?.set;
    if (last ? same(last, wanted) : same(held, wanted)) continue;
    changes.push({ effectiveAt, set: { status: wanted.status, expiresOn: wanted.expiresOn } });
  }
  const [first, ...steps] = changes;
  if (!first) return null;
  const to = changes.at(-1)?.set.status ?? first.set.status;
  return { kind: isFinding(to) ? 'outcome_taken' : 'outcome_reopened', to, effectiveAt: first.effectiveAt, set: first.set, steps };
}

/** A reliance in force, with where each of those it names stands now. */
export interface RelianceNow {
  rule: RelianceRule;
  relied: readonly (Taken & { assessmentId: string })[];
}

/**
 * Where a dependent assessment would stand if one of those it relies on got this finding today; its own status when that
 * would change nothing.
 */
export function wouldBecome(
  dependent: { status: Status; stance: Stance; reliances: readonly RelianceNow[] },
  assessmentId: string,
  finding: Outcome,
): Status {
  if (isClosed(dependent.status) || dependent.stance !== 'following') return dependent.status;
  const taken = combineAll(
    dependent.reliances.map((item) =>
      combine(
        item.rule,
        item.relied.map((one) => (one.assessmentId === assessmentId ? { status: finding, expiresOn: null } : one)),
      ),
    ),
  );
  if (taken) return taken.status;
  return isFinding(dependent.status) ? 'under_review' : dependent.status;
}
