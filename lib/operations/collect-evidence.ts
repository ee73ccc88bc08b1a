/** The evidence of a change: items that exist, and one that is added with it. */
import type pg from 'pg';
import { AppError } from '#lib/domain/errors.ts';
import { addEvidenceItem } from './add-evidence.ts';
import { type ChangeInput, evidenceIdsOf, type NewEvidenceInput } from './change-input.ts';
import type { Context } from './context.ts';
import { openTicket } from './file-ticket.ts';
import { linkEvidence } from './link-evidence.ts';
import type { AssessmentHome } from './load-assessment.ts';

/**
 * Ids of all items; a new one is linked to the assessment at once, so that it belongs to the program.
 * @param responsibleIds who must act, the first of them being the body in control
 */
export async function collectEvidence(
  tx: pg.PoolClient,
  context: Context,
  home: AssessmentHome,
  input: ChangeInput,
  responsibleIds: readonly string[] = [],
): Promise<string[]> {
  const ids = evidenceIdsOf(input);
  if (!input.newEvidence) return ids;
  const added = await addNew(tx, context, home, input.newEvidence, responsibleIds);
  await linkEvidence(tx, context, home, [added], false);
  return [...ids, added];
}

async function addNew(
  tx: pg.PoolClient,
  context: Context,
  home: AssessmentHome,
  { file: ticket, issuer, ...facts }: NewEvidenceInput,
  responsibleIds: readonly string[],
): Promise<string> {
  if (ticket === undefined && facts.url === undefined && facts.citation === undefined) {
    throw new AppError('field_required', 'Give the new item a link, a file or a citation.', { field: 'newEvidence.url' });
  }
  const organizations = { applicant: home.organizationId, body_in_control: responsibleIds[0] ?? null };
  return addEvidenceItem(tx, context, {
    ...facts,
    file: ticket === undefined ? undefined : openTicket(context, ticket),
    issuerOrganizationId: issuer ? organizations[issuer] : null,
  });
}
