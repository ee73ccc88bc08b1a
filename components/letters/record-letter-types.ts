import type { FormAction } from '#components/ui/form-state.ts';
import type { LetterFiles } from './letter-facts.tsx';

export interface LetterApplication {
  id: string;
  /** With its state, for example "Baltimore, MD". */
  name: string;
}

export interface LetterCondition {
  ref: string;
  title: string;
  /** False: recorded and not tracked. Its answer may be left out. */
  tracked: boolean;
  /** The wording in full. */
  wording: string;
}

/**
 * Fields sent: `applicationId`, `idempotencyKey`, `url`, `text`, `files` (tickets), `title` (may be empty), `class` (A to H, `G` unless changed),
 * `authorName`, `authorRole`, `answeredBy`, `datedOn`, `receivedOn` (empty: not on record),
 * `answers.<ref>.answer` (empty: left out), `answers.<ref>.note`, `counts`, `summary`.
 */
export interface RecordLetterFormProps {
  action: FormAction;
  applications: readonly LetterApplication[];
  /** Tracked ones first, then what the letter asked beside them. */
  conditions: readonly LetterCondition[];
  /** Chosen beforehand, for example when opened from a city's page. */
  applicationId?: string | undefined;
  idempotencyKey: string;
  /** Today in the program's zone. */
  today: string;
  cancelHref: string;
  files: LetterFiles;
}
