import type { Flag } from '#lib/domain/flag.ts';
import type { Status } from '#lib/domain/status.ts';

/** One city of the matrix, ready to print. */
export interface MatrixRow {
  applicationId: string;
  name: string;
  /** Two letters. */
  state: string;
  /** For example "Police Department · Chief Gorden Eden Jr." */
  detail: string | null;
  /** The application's page. */
  href: string;
  /** The funder's own decision, never computed; null is printed as "None found". */
  decision: { label: string; note: string | null; href?: string | undefined } | null;
  /** By the reference of the condition. A missing one is printed as not tracked for this applicant. */
  cells: Readonly<Record<string, MatrixCell>>;
}

/** One condition for one city. */
export interface MatrixCell {
  assessmentId: string;
  href: string;
  status: Status;
  /** What was said, for example "Says: cannot answer". */
  answerText: string | null;
  /** Who controls it, for example "Jail: Maryland corrections department." */
  controlText: string | null;
  /** For example "due Aug 18, 2017". */
  dueText: string | null;
  /** Whole days to the due date, for the words of `due_soon`. */
  dueInDays: number | null;
  flags: readonly Flag[];
  lastChange: { text: string; at: string } | null;
  /** For example "Mayor's letter of Aug 3: whether it answers is undecided." */
  note: string | null;
  /** A proposed finding waits for a second person, for example "Met proposed". */
  proposalText?: string | null | undefined;
}
