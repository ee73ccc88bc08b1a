/** What an organization that answers is told about each question: where it stands, in its own words and not the funder's. */
import { isFinding, type Status, statusRules } from './status.ts';
import { formatDate } from './time.ts';

export interface QuestionFacts {
  status: Status;
  /** Whether the draft says something on it. */
  drafted: boolean;
  /** Whether the draft waits for a sign-off that it says is needed. */
  awaitsSignOff: boolean;
  /** The last submission on it that was not recalled: its number, and its day in the program's zone. */
  submitted: { receipt: string; on: string } | null;
  /** Whether an answer that did not come through this page is on record, such as a letter. */
  answeredOtherwise: boolean;
  /** What the funder said is missing, while it waits for that. */
  missing: string | null;
}

/** Where the draft stands comes first: it is what these people can do something about. */
export function questionWords(facts: QuestionFacts): string {
  if (facts.drafted) return facts.awaitsSignOff ? 'With counsel for sign-off' : 'Draft';
  return standingWords(facts);
}

function standingWords({ status, submitted, answeredOtherwise, missing }: QuestionFacts): string {
  const sent = submitted ? `Submitted ${formatDate(submitted.on, 'long')}, receipt ${submitted.receipt}` : null;
  if (status === 'info_requested') return missing ? `More information asked: ${missing}` : 'More information asked';
  if (status === 'under_review') return 'Under review by the funder';
  if (isFinding(status)) return `Finding: ${statusRules[status].label}`;
  if (status === 'submitted' || status === 'requested' || status === 'not_started') {
    if (sent) return sent;
    if (answeredOtherwise) return 'Answered by a letter on record';
    return status === 'not_started' ? 'Not asked yet' : 'Not answered';
  }
  return statusRules[status].label;
}

/** Statuses in which an answer can still change what happens; an answer to any other is kept beside it. */
export const awaitsAnswer = (status: Status): boolean => status === 'requested' || status === 'info_requested' || status === 'not_started';
