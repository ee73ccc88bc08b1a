/** How the database is set, as far as the product's promises depend on it. */
import type { Queryable } from './client.ts';

/** Of the server, as the serving role's own sessions see it. */
export interface DatabaseSafety {
  fsync: string;
  synchronousCommit: string;
  fullPageWrites: string;
  dataChecksums: string;
  /** The serving role owns the history, or could become its owner. */
  ownsHistory: boolean;
  isSuperuser: boolean;
  /** Rights on the history that the serving role has beyond reading. */
  rightsOnHistory: string[];
}

export async function findDatabaseSafety(tx: Queryable): Promise<DatabaseSafety> {
  const { rows } = await tx.query<DatabaseSafety>(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS "synchronousCommit",
       current_setting('full_page_writes') AS "fullPageWrites", current_setting('data_checksums') AS "dataChecksums",
       pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = 'event'::regclass), 'MEMBER') AS "ownsHistory",
       (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser",
       ARRAY(SELECT r FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) r
         WHERE has_table_privilege(current_user, 'event', r)) AS "rightsOnHistory"`,
  );
  const [safety] = rows;
  if (!safety) throw new Error('The database did not answer the question for its settings.');
  return safety;
}
