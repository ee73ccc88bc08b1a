/** The start of every request that names an item of evidence: does it exist for the asker, and may it be done? */
import type pg from 'pg';
import type { LinkTarget } from '#lib/data/evidence-homes.ts';
import { listEvidenceHomes } from '#lib/data/evidence-homes.ts';
import { rightsOf } from '#lib/data/evidence-list.ts';
import { findEvidence } from '#lib/data/evidence-page.ts';
import { isId } from '#lib/data/ids.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { type EvidenceReader, mayReadContent } from '#lib/domain/evidence.ts';
import { type Action, may, rolesIn } from '#lib/domain/permission.ts';
import { type Context, confinement, requireActor } from './context.ts';
import { readerOf } from './evidence-reader.ts';

export interface EvidenceHome {
  id: string;
  /** Where it is linked, as far as the asker may know; never empty. */
  links: LinkTarget[];
  /** Every program that it is linked in. */
  programs: { id: string; kind: 'record' | 'practice' }[];
  reader: EvidenceReader;
}

/** Of these assessments those that the asker may know. */
export function readable<T extends Pick<LinkTarget, 'programId' | 'organizationId'>>(context: Context, targets: readonly T[]): T[] {
  const { grants } = requireActor(context);
  return targets.filter(({ programId, organizationId }) => {
    const confined = confinement(context, programId);
    return may(grants, 'read', programId) && (confined === null || confined === organizationId);
  });
}

/** Whoever may read one assessment that it is linked to. @throws AppError `unauthenticated`, `not_found` */
export async function findEvidenceHome(context: Context, id: string): Promise<EvidenceHome> {
  requireActor(context);
  const all = isId(id) ? await translated(listEvidenceHomes(context.db.pool, id)) : [];
  const links = readable(context, all);
  if (links.length === 0) throw notFound('The item of evidence');
  const programs = [...new Map(all.map((link) => [link.programId, { id: link.programId, kind: link.programKind }])).values()];
  return { id, links, programs, reader: mergedReader(context, links) };
}

/**
 * What may be read in one of the programs is read: the item is the same in all. It is in each of them by the act of somebody
 * who could read it himself (docs/decisions/0033).
 */
function mergedReader(context: Context, links: readonly LinkTarget[]): EvidenceReader {
  const readers = [...new Set(links.map((link) => link.programId))].map((programId) => readerOf(context, programId));
  return {
    privileged: readers.some((reader) => reader.privileged),
    sealed: readers.some((reader) => reader.sealed),
    restricted: readers.some((reader) => reader.restricted),
    principalId: requireActor(context).principalId,
  };
}

/**
 * Linking gives an item to the readers of the program that it is put in, so into one where it is not yet only those put it who
 * may read its content where it is. The caller holds the item's lock.
 * @throws AppError `forbidden`
 */
export async function requireLinkable(
  tx: pg.PoolClient,
  home: EvidenceHome,
  targets: readonly Pick<LinkTarget, 'programId'>[],
): Promise<void> {
  if (targets.every((target) => home.links.some((link) => link.programId === target.programId))) return;
  const row = await findEvidence(tx, home.id, 'infinity');
  if (row && mayReadContent(home.reader, rightsOf(row))) return;
  throw new AppError('forbidden', 'The content of this item is not for your roles, so you cannot put it into another program.');
}

/**
 * For what changes the item itself, and so every program that it is linked in: the right is asked in each of them that keeps a
 * record, or, where it is only linked in practice copies, in one of those.
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`
 */
export async function loadEvidenceHome(context: Context, id: string, action: Action): Promise<EvidenceHome> {
  const home = await findEvidenceHome(context, id);
  const { grants } = requireActor(context);
  const records = home.programs.filter((program) => program.kind === 'record');
  const allowed = (program: { id: string }) => rolesIn(grants, program.id).length > 0 && may(grants, action, program.id);
  if (records.length > 0 ? records.every(allowed) : home.programs.some(allowed)) return home;
  throw new AppError('forbidden', 'Your roles do not allow this in every program that this item is linked in.');
}
