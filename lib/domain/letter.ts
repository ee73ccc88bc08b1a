/** Letters out and in as pages and the API show them. Dates are `YYYY-MM-DD` text, instants ISO text in UTC. */
import type { Answer, AnsweredBy, Counts } from './answer.ts';
import { describeDue } from './deadline.ts';
import type { LetterBlock } from './letter-template.ts';
import type { Status } from './status.ts';
import { formatDate } from './time.ts';

/** Whether an addressee has answered: every question with an assessment, some of them, or none, by answers that count. */
export type AnswerState = 'answered' | 'partly' | 'unanswered';
export const answerStateLabels: Record<AnswerState, string> = {
  answered: 'Answered',
  partly: 'Answered in part',
  unanswered: 'No answer on record that counts',
};

export interface RequestSummary {
  id: string;
  title: string;
  sentOn: string;
  signer: string | null;
  /** As it states. */
  dueOn: string | null;
  recipients: number;
  answered: number;
  partly: number;
  unanswered: number;
  /** Addressees for whom another letter has replaced this one. */
  replaced: number;
  rescindedOn: string | null;
  replacesId: string | null;
}

/** By when a letter is to be answered, over all whom it still asks. */
export interface ListedDue {
  /** The first date that somebody has to keep. */
  dueOn: string;
  /** The last one, where extensions or orders give others another date. */
  lastOn: string;
  /** Not everybody has the date that the letter states. */
  moved: boolean;
  /** An order suspends it for everybody. */
  paused: boolean;
}

/** A letter in the list of a program. */
export interface ListedRequest extends RequestSummary {
  /** Null: no due date is on record. */
  due: ListedDue | null;
}

/** What one question of a letter is about for one addressee, and what was answered. */
export interface AskedItem {
  assessmentId: string;
  conditionRef: string;
  conditionTitle: string;
  status: Status;
  answer: Answer | null;
  /** The day of the first answer that counts; null: none on record. */
  answeredOn: string | null;
}

/** The date that counts, moved by extensions and orders, and every step that led to it. */
export interface LetterDue {
  dueOn: string;
  dueAt: string;
  /** The zone of the date, stated or assumed. */
  zone: string;
  /** In one line, as `describeDue` gives it. */
  dueText: string;
  /** It is not the date that the letter states. */
  moved: boolean;
  /** An order suspends it. */
  paused: boolean;
  /** More time was asked for until then, and is not decided. */
  askedUntil: string | null;
  steps: string[];
}

export interface RecipientView {
  organization: { id: string; name: string };
  addressee: string;
  state: AnswerState;
  items: AskedItem[];
  /** The letter that replaced this one for this addressee. */
  replacedBy: { id: string; title: string } | null;
  /** Null: the same as the letter's. */
  due: LetterDue | null;
  /** Whether the letter's text is on record, to read and to print. */
  hasText: boolean;
}

export interface RequestDetail extends RequestSummary {
  note: string | null;
  dueAt: string | null;
  dueBasis: string | null;
  dueText: string | null;
  /** What counts in place of the stated date, for whoever reads it; null: no due date is on record. */
  due: LetterDue | null;
  questions: { conditionRef: string; conditionTitle: string; tracked: boolean; wording: string }[];
  rescission: { on: string; reason: string; source: string | null; recordedBy: string } | null;
  replaces: { id: string; title: string } | null;
}

/** One letter to one addressee, as it went out. */
export interface LetterView {
  requestId: string;
  title: string;
  sentOn: string;
  organization: { id: string; name: string };
  addressee: string;
  subject: string;
  blocks: LetterBlock[];
  /** What a reader has to know before relying on it: replaced, or rescinded. */
  standing: string | null;
}

/** A letter in, in the list of a program. */
export interface ReceivedLetter {
  id: string;
  from: { organizationId: string; name: string; href: { kind: 'application' | 'operator'; id: string } };
  authorName: string | null;
  answeredBy: AnsweredBy;
  datedOn: string | null;
  receivedOn: string | null;
  counts: Counts;
  summary: string | null;
  evidence: { id: string; title: string; url: string | null } | null;
  answers: { conditionRef: string; conditionTitle: string; assessmentId: string | null; answer: Answer | null; note: string | null }[];
  /** Its place among the letters of the same writer on the same questions: the first, or one that adds to it. */
  supplementary: boolean;
  /** Received (or, where that is not on record, dated) after the day by which an answer was asked for. */
  afterDue: boolean;
  decisions: { counts: Counts; was: Counts; reason: string; by: string; at: string }[];
}

/** How a due day is read, in one sentence for a letter. */
export const dueExplained = (dueOn: string, stated: { cutOff: string | null; zone: string | null; programZone: string }): string =>
  `That is: ${describeDue(dueOn, stated)}.`;

/** Why a letter cannot be sent again; null when it can. */
export function whyNotAgain({ rescindedOn, recipients }: Pick<RequestSummary, 'rescindedOn' | 'recipients'>): string | null {
  if (rescindedOn !== null) return `This letter was rescinded on ${formatDate(rescindedOn, 'long')}, so it is not sent again.`;
  return recipients === 0 ? 'Another letter has replaced this one for all of its recipients.' : null;
}
