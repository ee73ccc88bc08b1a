/** The evidence of a change: items that exist, and one that is added with it. */
import type pg from 'pg';
import { addEvidence } from './add-evidence.ts';
import { type ChangeInput, evidenceIdsOf } from './change-input.ts';
import type { Context } from './context.ts';
import { linkEvidence } from './link-evidence.ts';
import type { AssessmentHome } from './load-assessment.ts';

/** Ids of all items; a new one is linked to the assessment at once, so that it belongs to the program. */
export async function collectEvidence(tx: pg.PoolClient, context: Context, home: AssessmentHome, input: ChangeInput): Promise<string[]> {
  const ids = evidenceIdsOf(input);
  if (!input.newEvidence) return ids;
  const added = await addEvidence(tx, context, input.newEvidence);
  await linkEvidence(tx, context, home, [added], false);
  return [...ids, added];
}
