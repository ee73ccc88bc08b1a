/** The bodies of writes, as the operations read them, with what the document should say about them. */
import { z } from '@hono/zod-openapi';
import type { Status } from '#lib/domain/status.ts';
import { detailFields } from '#lib/domain/status-details.ts';
import { changeInput, correctionInput, proposalInput } from '#lib/operations/change-input.ts';
import { decisionInput } from '#lib/operations/decide-proposal.ts';
import { letterInput } from '#lib/operations/record-letter.ts';
import { answer, assessment, status } from './assessment.ts';
import { instant, localDate } from './common.ts';

/** `requested: recipient, sentOn, dueOn, dueBasis; …` from the one declaration of the fields; optional ones in brackets. */
function describeDetails(): string {
  const lines = Object.entries(detailFields).map(([to, fields]) => {
    const names = (fields ?? []).map((field) => (field.required ? field.name : `[${field.name}]`));
    return `${to satisfies string as Status}: ${names.join(', ')}`;
  });
  return `By \`to\`; what the program already knows may be left out. ${lines.join('; ')}.`;
}

const details = z.record(z.string(), z.unknown()).optional().openapi({ description: describeDetails() });
const effective = {
  effectiveOn: localDate
    .optional()
    .openapi({ description: "From 00:00 of this day in the program's zone; today or absent: from now. Not after today." }),
  effectiveAt: instant.optional().openapi({ description: 'Instead of effectiveOn.' }),
};

// Each is made anew from the shape that the operation reads: a schema has the generator's methods only when it was made
// after the generator was loaded, and nothing says which module comes first.
export const statusChange = z.strictObject({ ...changeInput.shape, to: status, ...effective, details }).openapi('StatusChange');
export const proposalRequest = z.strictObject({ ...proposalInput.shape, to: status, ...effective, details }).openapi('ProposalRequest');
export const correction = z
  .strictObject({
    ...correctionInput.shape,
    corrects: z.number().int().positive().openapi({ description: 'The sequence of the event that is corrected.' }),
    to: status,
    ...effective,
    then: z
      .array(z.strictObject({ to: status, effectiveOn: localDate }))
      .max(20)
      .optional()
      .openapi({ description: 'What still holds later.' }),
  })
  .openapi('Correction');
export const decision = z.strictObject({ ...decisionInput.shape }).openapi('Decision');
export const letter = z
  .strictObject({
    ...letterInput.shape,
    datedOn: localDate.optional(),
    receivedOn: localDate.optional().openapi({ format: 'date', description: 'May be left out when it is not on record.' }),
  })
  .openapi('Letter', { description: 'Needs url or text. Each condition once.' });

export const proposal = z
  .strictObject({
    id: z.uuid(),
    to: status,
    reason: z.string(),
    state: z.string(),
    proposedBy: z.string(),
    proposedAt: instant,
    assessment,
  })
  .openapi('Proposal');

export const recordedLetter = z
  .strictObject({
    responseId: z.uuid(),
    evidenceId: z.uuid(),
    assessments: z.array(
      z.strictObject({
        id: z.uuid(),
        condition: z.string(),
        status,
        answer: answer.nullable(),
        version: z.number().int(),
        moved: z.boolean().openapi({ description: 'False: the letter was recorded, the status stayed.' }),
      }),
    ),
  })
  .openapi('RecordedLetter');
