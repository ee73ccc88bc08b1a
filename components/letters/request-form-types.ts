import type { FormState } from '#components/ui/form-state.ts';
import type { LetterBlock } from '#lib/domain/letter-template.ts';
import type { Status } from '#lib/domain/status.ts';

export interface RequestRecipient {
  organizationId: string;
  name: string;
  subjectName: string;
  addressee: string | null;
  kind: 'application' | 'operator' | 'both';
  /** Where each condition stands, for example "Access: Requested". */
  assessments: readonly { condition: string; status: Status }[];
}

/** Some of the letters as they would go out, and what recording them would do. */
export interface RequestPreviewView {
  letters: readonly { id: string; name: string; addressee: string; subject: string; blocks: LetterBlock[]; moves: readonly string[] }[];
  total: number;
  moving: number;
  /** The form as it was previewed, so that a change after it asks for a new one. */
  dueText: string;
  /** For whom another date would count, or the date stands still. */
  dueNotes: readonly string[];
}

export type RequestState = FormState & { preview?: RequestPreviewView };
export type RequestAction = (state: RequestState | null, data: FormData) => Promise<RequestState | null>;

/**
 * Fields sent: `title`, `sentOn`, `signer`, `note`, `recipients` (repeated), `ask` (repeated) with `question.<ref>`, `deadlineId` or
 * `dueOn` and `dueBasis`, `templateId`, `replaces`, `intent` (`preview` or `send`), `idempotencyKey`.
 */
export interface RequestFormProps {
  action: RequestAction;
  idempotencyKey: string;
  recipients: readonly RequestRecipient[];
  questions: readonly { ref: string; title: string; tracked: boolean; wording: string }[];
  deadlines: readonly { id: string; label: string; dueOn: string; basis: string }[];
  templates: readonly { id: string; name: string; version: number }[];
  today: string;
  cancelHref: string;
  templatesHref: string;
  /** Of a letter that is sent again: what is filled in at the start. */
  replaces: { id: string; title: string; signer: string | null; chosen: readonly string[] } | null;
}
