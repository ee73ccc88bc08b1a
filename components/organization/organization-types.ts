import type { Answer } from '#lib/domain/answer.ts';
import type { Status } from '#lib/domain/status.ts';

/** One question as the organization that answers reads it. Instants and dates are text for people already. */
export interface QuestionItem {
  ref: string;
  title: string;
  /** As the condition stands; what letters say stands in `letters`. */
  wording: string;
  tracked: boolean;
  /** Null for a question that is asked and not tracked. */
  assessmentId: string | null;
  status: Status | null;
  /** Where it stands, in their words. */
  words: string;
  /** Something waits for them. */
  waits: boolean;
  due: {
    dateText: string;
    zoneText: string;
    countdownText: string;
    askedText: string | null;
    /** What was decided on requests for more time, newest first. */
    decided: readonly string[];
    steps: readonly string[];
  } | null;
  letters: readonly { id: string; title: string; sentText: string; signer: string | null; text: string; standing: string | null }[];
  /** What was answered before, newest first. */
  answered: readonly { key: string; answer: Answer | null; words: string | null; byText: string; receiptHref: string | null }[];
  clarifications: readonly { id: string; question: string; askedText: string; answer: { text: string; byText: string } | null }[];
}

export interface DraftForm {
  subjectId: string;
  /** 0 when nothing was saved yet. */
  version: number;
  authorName: string;
  summary: string;
  needsSignOff: boolean;
  answers: readonly { ref: string; answer: string; words: string }[];
  items: readonly { id: string; title: string; what: string }[];
}

export interface DraftState {
  subjectId: string;
  version: number;
  /** For example "Wanda Writer, August 9, 2026, 3:10 PM Eastern". */
  savedText: string;
  needsSignOff: boolean;
  signedOffText: string | null;
  /** The one who looks wrote it last, so another person signs it off. */
  isOwn: boolean;
}
