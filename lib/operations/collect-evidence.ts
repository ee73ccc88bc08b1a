/** The evidence of a change: items that exist, and one that is added with it. */
import type pg from 'pg';
import { listAssessmentsOf } from '#lib/data/evidence-homes.ts';
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
  const organizations = { applicant: home.organizationId, body_in_control: responsibleIds[0] ?? null };
  const added = await addNewEvidence(tx, context, input.newEvidence, organizations);
  await linkEvidence(tx, context, home, [added], false);
  return [...ids, added];
}

/**
 * Adds the item that came with a change; it is linked to nothing yet.
 * @param organizations who is meant by the two issuers that a form offers
 * @throws AppError `field_required`, `not_found` for a file that was not uploaded by the same person
 */
export async function addNewEvidence(
  tx: pg.PoolClient,
  context: Context,
  { file: ticket, issuer, ...facts }: NewEvidenceInput,
  organizations: { applicant: string | null; body_in_control: string | null } = { applicant: null, body_in_control: null },
): Promise<string> {
  if (ticket === undefined && facts.url === undefined && facts.citation === undefined) {
    throw new AppError('field_required', 'Give the new item a link, a file or a citation.', { field: 'newEvidence.url' });
  }
  return addEvidenceItem(tx, context, {
    ...facts,
    file: ticket === undefined ? undefined : openTicket(context, ticket),
    issuerOrganizationId: issuer ? organizations[issuer] : null,
  });
}

/** More assessments than this are not each given a link to one paper, nor told one by one. */
export const MOST_LINKS = 200;

/**
 * Puts an item that came with an act for many on the assessments it is about; where those are too many, on the first, and where there
 * are none, on one of the same subjects: whoever may read an assessment reads its evidence, and what is on none is read by nobody.
 * @param about ids in their order, at most one more than `MOST_LINKS`
 * @param subjectIds null: the whole program. Nobody else's assessment is taken, since its organization would read the item
 * @throws AppError `invalid_request` when the subjects have no assessment
 */
export async function linkToReach(
  tx: pg.PoolClient,
  context: Context,
  program: { id: string },
  evidenceId: string,
  { about, subjectIds }: { about: readonly string[]; subjectIds: readonly string[] | null },
): Promise<void> {
  const few = about.length > MOST_LINKS ? about.slice(0, 1) : about;
  const homes = few.length > 0 ? few : await listAssessmentsOf(tx, program.id, { subjectIds, conditionIds: [] }, 1);
  if (homes.length === 0)
    throw new AppError('invalid_request', 'There is no assessment yet that the new item could be kept with.', { field: 'newEvidence' });
  for (const id of homes) await linkEvidence(tx, context, { program, id }, [evidenceId], false);
}
