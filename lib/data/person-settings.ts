/** What a person has set about digests. */
import type { Queryable } from './client.ts';

export interface PersonSetting {
  /** Null: the program's. */
  zone: string | null;
  digest: boolean;
  digestHour: number;
}

/** Null when nothing was set: the defaults hold. */
export async function findPersonSetting(tx: Queryable, principalId: string): Promise<PersonSetting | null> {
  const { rows } = await tx.query<PersonSetting>(
    'SELECT zone, digest, digest_hour AS "digestHour" FROM person_setting WHERE principal_id = $1',
    [principalId],
  );
  return rows[0] ?? null;
}

export async function savePersonSetting(tx: Queryable, principalId: string, setting: PersonSetting, at: string): Promise<void> {
  await tx.query(
    `INSERT INTO person_setting (principal_id, zone, digest, digest_hour, changed_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (principal_id) DO UPDATE SET zone = excluded.zone, digest = excluded.digest, digest_hour = excluded.digest_hour,
       changed_at = excluded.changed_at`,
    [principalId, setting.zone, setting.digest, setting.digestHour, at],
  );
}
