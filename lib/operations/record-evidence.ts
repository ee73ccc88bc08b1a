/** Records evidence that came in: files, a text, a link or a citation, on one assessment or on many. */

import type pg from 'pg';
import { z } from 'zod';
import type { LinkTarget } from '#lib/data/evidence-homes.ts';
import type { StoredFile } from '#lib/data/files/file-store.ts';
import { AppError } from '#lib/domain/errors.ts';
import { SENSITIVITIES } from '#lib/domain/evidence.ts';
import { EVIDENCE_CLASSES } from '#lib/domain/evidence-class.ts';
import { ISSUERS, type Issuer, issuersOf } from '#lib/domain/evidence-issuer.ts';
import { dateInput } from '#lib/domain/input.ts';
import { compareInstants, localDateOf, parseInstant } from '#lib/domain/time.ts';
import { addEvidenceItem, type EvidenceFacts } from './add-evidence.ts';
import { parseInput } from './change-input.ts';
import type { Context } from './context.ts';
import { openTickets, ticketInput } from './file-ticket.ts';
import { getProgram } from './get-program.ts';
import { linkEvidence } from './link-evidence.ts';
import { lockTargets, MAX_TARGETS, requireOwn } from './link-targets.ts';
import { write } from './write.ts';

const instant = z.string().refine((value) => parseInstant(value) !== null, 'not an instant; write 2017-08-18T12:00:00Z');
const line = (max: number) => z.string().trim().min(1).max(max);

export const evidenceInput = z
  .strictObject({
    assessmentIds: z
      .array(z.uuid(), { error: 'Choose at least one assessment.' })
      .min(1, 'Choose at least one assessment.')
      .max(MAX_TARGETS),
    title: line(300).optional(),
    class: z.enum(EVIDENCE_CLASSES, { error: 'Choose the class.' }),
    /** Tickets of files that were uploaded; each becomes an item of its own. */
    files: z.array(ticketInput).max(20).optional(),
    text: line(200_000).optional(),
    url: z
      .url({ protocol: /^https?$/, error: 'The link must begin with https:// or http://.' })
      .max(2000)
      .optional(),
    retrievedAt: instant.optional(),
    citation: line(500).optional(),
    issuingBody: line(200).optional(),
    /** Whose it is, seen from the assessments chosen. */
    issuer: z.enum(ISSUERS, { error: 'Choose whose it is.' }).optional(),
    issuerOrganizationId: z.uuid().optional(),
    datedOn: dateInput.optional(),
    receivedOn: dateInput.optional(),
    inForceFrom: dateInput.optional(),
    inForceTo: dateInput.optional(),
    sensitivity: z.enum(SENSITIVITIES).default('internal'),
    privileged: z.boolean().default(false),
    note: line(4000).optional(),
    pageReference: line(200).optional(),
  })
  .refine((item) => item.files?.length || item.text !== undefined || item.url !== undefined || item.citation !== undefined, {
    path: ['files'],
    message: 'Give a file, a text, a link or a citation.',
  })
  .refine((item) => item.inForceFrom === undefined || item.inForceTo === undefined || item.inForceFrom <= item.inForceTo, {
    path: ['inForceTo'],
    message: 'It cannot end before it begins.',
  })
  .refine((item) => item.title !== undefined || item.files?.length, { path: ['title'], message: 'Give it a title.' });
export type EvidenceInput = z.infer<typeof evidenceInput>;

export interface RecordedEvidence {
  /** One for each file, or the one item. */
  evidenceIds: string[];
  assessmentIds: string[];
}

const SEVERAL: Record<Issuer, string> = {
  applicant: 'The assessments chosen are about several applicants',
  body_in_control: 'The assessments chosen have different bodies in control',
};

/**
 * The organization it is from.
 * @throws AppError `invalid_request` for one that these assessments do not know, or when they do not agree on who is meant
 */
function issuerOf(input: EvidenceInput, targets: readonly LinkTarget[]): string | null {
  if (input.issuerOrganizationId !== undefined) {
    const known = targets.flatMap((target) => [target.organizationId, ...target.responsibleIds]);
    if (known.includes(input.issuerOrganizationId)) return input.issuerOrganizationId;
    throw new AppError('invalid_request', 'issuerOrganizationId: neither whom these assessments are about nor who must act there.', {
      field: 'issuerOrganizationId',
    });
  }
  if (input.issuer === undefined) return null;
  const asChosen = input.assessmentIds.flatMap((id) => targets.find((target) => target.id === id) ?? []);
  const [issuer] = issuersOf(input.issuer, asChosen);
  if (issuer !== undefined) return issuer;
  const instead = 'Choose assessments of one, or say "Somebody else’s" and name whose it is under "Issued by".';
  throw new AppError('invalid_request', `${SEVERAL[input.issuer]}. ${instead}`, { field: 'issuer' });
}

function refuseFuture(context: Context, zone: string, input: EvidenceInput): void {
  const today = localDateOf(context.now(), zone);
  for (const field of ['datedOn', 'receivedOn'] as const) {
    if ((input[field] ?? '') > today)
      throw new AppError('effective_in_future', 'Evidence cannot be dated or received after today.', { field });
  }
  if (input.retrievedAt && compareInstants(parseInstant(input.retrievedAt) ?? '', context.now()) > 0)
    throw new AppError('effective_in_future', 'A link cannot have been read after now.', { field: 'retrievedAt' });
}

/** One item for each file; the name of the file tells them apart where there are several. */
function itemsOf(input: EvidenceInput, files: readonly StoredFile[], issuerOrganizationId: string | null): EvidenceFacts[] {
  const { assessmentIds: _, files: __, title, issuer: ___, pageReference: ____, text, ...facts } = input;
  const shared = { ...facts, issuerOrganizationId };
  if (files.length === 0) return [{ ...shared, title: title ?? '', text }];
  return files.map((file) => ({ ...shared, file, title: titleOf(title, file, files.length) }));
}

const titleOf = (title: string | undefined, { fileName }: StoredFile, count: number): string =>
  (title === undefined ? fileName : count === 1 ? title : `${title} (${fileName})`).slice(0, 300);

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `effective_in_future` */
export async function recordEvidence(context: Context, slug: string, body: unknown): Promise<RecordedEvidence> {
  const program = await getProgram(context, slug, 'add_evidence');
  const input = parseInput(evidenceInput, body);
  const files = openTickets(context, input.files);
  // By their bytes: a repeated request sends the same files under other tickets.
  const asked = { ...input, files: files.map(({ sha256, fileName }) => [sha256, fileName]) };
  return write(context, `record-evidence:${program.id}`, asked, async (tx) => {
    const targets = await lockTargets(tx, context, input.assessmentIds, 'add_evidence');
    // In each program that reads it: the mark hides it from those who decide there.
    for (const target of input.privileged ? targets : []) requireOwn(context, target, 'mark_privileged');
    refuseFuture(context, program.zone, input);
    const evidenceIds: string[] = [];
    for (const facts of itemsOf(input, files, issuerOf(input, targets))) evidenceIds.push(await addEvidenceItem(tx, context, facts));
    await linkToAll(tx, context, targets, evidenceIds, input.pageReference ?? null);
    return { evidenceIds, assessmentIds: targets.map((target) => target.id) };
  });
}

/** Links items to assessments that are locked. */
export async function linkToAll(
  tx: pg.PoolClient,
  context: Context,
  targets: readonly LinkTarget[],
  evidenceIds: string[],
  pageReference: string | null,
): Promise<void> {
  for (const { id, programId } of targets)
    await linkEvidence(tx, context, { id, program: { id: programId } }, evidenceIds, false, pageReference);
}
