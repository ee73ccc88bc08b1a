/** Shows a letter before it is recorded as sent: what each addressee reads, and which assessments would move. Writes nothing. */
import { translated } from '#lib/data/transaction.ts';
import type { LetterBlock } from '#lib/domain/letter-template.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { ResolvedDeadline } from '#lib/domain/resolve-deadline.ts';
import type { Status } from '#lib/domain/status.ts';
import { parseInput } from './change-input.ts';
import { composeRequest, requestInput, requestLacks } from './compose-request.ts';
import type { Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { unsentDues } from './letter-due.ts';
import { movesTo } from './send-request.ts';

export interface RequestPreview {
  program: ProgramView;
  due: { dueOn: string; explained: string; basis: string };
  letters: {
    organization: { id: string; name: string };
    addressee: string;
    subject: string;
    /** The date that would count for it, where that is not the one stated. */
    due: { dueOn: string; paused: boolean } | null;
    blocks: LetterBlock[];
    /** `to` is null where the letter is only recorded. */
    moves: { assessmentId: string; condition: string; from: Status; to: Status | null }[];
  }[];
  moving: number;
}

/** @throws AppError the same as sending would: unknown merge fields by name and place, recipients of whom nothing is asked, … */
export async function previewRequest(context: Context, slug: string, body: unknown): Promise<RequestPreview> {
  const program = await getProgram(context, slug, 'send_request');
  const input = parseInput(requestInput, body, requestLacks);
  const { due, letters } = await translated(composeRequest(context.db.pool, context, program, input));
  const addressees = letters.map(({ targets }) => targets.map(({ subjectId, conditionId }) => ({ applicationId: subjectId, conditionId })));
  const dues = await unsentDues(program, context, { deadlineId: due.deadlineId, dueOn: due.dueOn, sentOn: input.sentOn, addressees });
  const shown = letters.map(({ organizationId, organizationName, addressee, letter, targets }, index) => ({
    organization: { id: organizationId, name: organizationName },
    addressee,
    subject: letter.subject,
    due: dueOf(dues[index]),
    blocks: letter.blocks,
    moves: targets.map((target) => ({
      assessmentId: target.assessmentId,
      condition: target.conditionTitle,
      from: target.status,
      to: movesTo(target.status),
    })),
  }));
  return {
    program,
    due: { dueOn: due.dueOn, explained: due.explained, basis: due.basis },
    letters: shown,
    moving: shown.reduce((sum, letter) => sum + letter.moves.filter(({ to }) => to !== null).length, 0),
  };
}

const dueOf = (own: ResolvedDeadline | null | undefined): RequestPreview['letters'][number]['due'] =>
  own ? { dueOn: own.dueOn, paused: own.paused } : null;
