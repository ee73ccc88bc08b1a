/** Changes of a program's rules: one person proposes, another decides. */
import type { OrganizationLevel } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';
import { newId } from './ids.ts';
import { sortName } from './sql.ts';

export type SettingKind = 'two_person_rule' | 'assessor';

export interface SettingChange {
  id: string;
  programId: string;
  kind: SettingKind;
  /** `on` or `off`; for an assessor the id of an organization. */
  value: string;
  /** The organization that an assessor's change names. */
  organization: { id: string; name: string; level: OrganizationLevel } | null;
  reason: string;
  state: 'open' | 'approved' | 'returned';
  /** The person who proposed, also when a token did it for him. */
  proposedById: string;
  proposedBy: string;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  comment: string | null;
}

const SELECT = `SELECT c.id, c.program_id AS "programId", c.kind, c.value, c.reason, c.state, c.comment,
    coalesce(c.proposed_on_behalf_of_id, c.proposed_by_id) AS "proposedById", p.name AS "proposedBy", c.proposed_at AS "proposedAt",
    d.name AS "decidedBy", c.decided_at AS "decidedAt",
    CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('id', o.id, 'name', o.name, 'level', o.level) END AS organization
  FROM setting_change c JOIN principal p ON p.id = coalesce(c.proposed_on_behalf_of_id, c.proposed_by_id)
  LEFT JOIN principal d ON d.id = coalesce(c.decided_on_behalf_of_id, c.decided_by_id)
  LEFT JOIN organization o ON o.id = CASE WHEN c.kind = 'assessor' THEN c.value::uuid END`;

export async function findSettingChange(tx: Queryable, id: string): Promise<SettingChange | null> {
  const { rows } = await tx.query<SettingChange>(`${SELECT} WHERE c.id = $1`, [id]);
  return rows[0] ?? null;
}

/** The same under a lock, so that it is decided once. */
export async function lockSettingChange(tx: Queryable, programId: string, id: string): Promise<SettingChange | null> {
  await tx.query('SELECT 1 FROM setting_change WHERE program_id = $1 AND id = $2 FOR UPDATE', [programId, id]);
  return findSettingChange(tx, id);
}

export async function findOpenChange(tx: Queryable, programId: string, kind: SettingKind): Promise<SettingChange | null> {
  const { rows } = await tx.query<SettingChange>(`${SELECT} WHERE c.program_id = $1 AND c.kind = $2 AND c.state = 'open'`, [
    programId,
    kind,
  ]);
  return rows[0] ?? null;
}

/** The newest 100 changes of a program's rules, open ones included. */
export async function listSettingChanges(tx: Queryable, programId: string): Promise<SettingChange[]> {
  const { rows } = await tx.query<SettingChange>(`${SELECT} WHERE c.program_id = $1 ORDER BY c.proposed_at DESC, c.id DESC LIMIT 100`, [
    programId,
  ]);
  return rows;
}

export interface NewSettingChange {
  id: string;
  programId: string;
  kind: SettingKind;
  value: string;
  reason: string;
  proposedById: string;
  proposedOnBehalfOfId: string | null;
}

/** Returns false when another change of the same rule is open. */
export async function insertSettingChange(tx: Queryable, change: NewSettingChange): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO setting_change (program_id, id, kind, value, reason, state, proposed_by_id, proposed_on_behalf_of_id, proposed_at)
     VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, clock_timestamp()) ON CONFLICT (program_id, kind) WHERE state = 'open' DO NOTHING`,
    [change.programId, change.id, change.kind, change.value, change.reason, change.proposedById, change.proposedOnBehalfOfId],
  );
  return rowCount === 1;
}

export async function closeSettingChange(
  tx: Queryable,
  change: SettingChange,
  state: 'approved' | 'returned',
  decider: { id: string; onBehalfOfId: string | null },
  comment: string | null,
): Promise<void> {
  await tx.query(
    `UPDATE setting_change SET state = $3, decided_by_id = $4, decided_on_behalf_of_id = $5, decided_at = clock_timestamp(), comment = $6
     WHERE program_id = $1 AND id = $2 AND state = 'open'`,
    [change.programId, change.id, state, decider.id, decider.onBehalfOfId, comment],
  );
}

/** Whether a finding was ever recorded in a program. */
export async function hasFinding(tx: Queryable, programId: string): Promise<boolean> {
  const { rows } = await tx.query<{ has: boolean }>('SELECT proviso_has_finding($1) AS has', [programId]);
  return rows[0]?.has ?? false;
}

/** The organization of this name and level, made when there is none. */
export async function ensureOrganization(tx: Queryable, name: string, level: OrganizationLevel): Promise<{ id: string; made: boolean }> {
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM organization WHERE sort_name = $1 AND level = $2 ORDER BY id LIMIT 1', [
    sortName(name),
    level,
  ]);
  if (rows[0]) return { id: rows[0].id, made: false };
  const id = newId();
  await tx.query('INSERT INTO organization (id, ref, name, sort_name, level) VALUES ($1, $2, $3, $4, $5)', [
    id,
    `body-${id}`,
    name,
    sortName(name),
    level,
  ]);
  return { id, made: true };
}
