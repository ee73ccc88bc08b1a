/** People who answer for an organization in a practice copy, and the bodies of their acts: for tests. */
import { randomUUID } from 'node:crypto';
import type { Actor, Context } from './context.ts';
import { createAccount } from './create-account.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import type { World } from './world.fixture.ts';

export interface Organization {
  slug: string;
  programId: string;
  id: string;
  applicationId: string;
  /** Another person of the organization each time; `key` makes the act idempotent. */
  person(name: string): Promise<Actor>;
  as(actor: Actor, options?: { now?: string; key?: string }): Promise<Context>;
}

export async function makeOrganization(world: World, place: string, slug?: string): Promise<Organization> {
  const program = slug ?? (await makePracticeCopy(await world.as('analyst'), 'psp-2017')).slug;
  const { rows } = await world.owner.query<{ programId: string; id: string; applicationId: string }>(
    `SELECT p.id AS "programId", ap.organization_id AS id, ap.id AS "applicationId" FROM application ap JOIN program p ON p.id = ap.program_id
     JOIN jurisdiction j ON j.id = ap.jurisdiction_id WHERE p.slug = $1 AND j.name LIKE $2 || '%'`,
    [program, place],
  );
  const found = rows[0];
  if (!found) throw new Error(`${place} has not applied in ${program}.`);
  const grants = [{ role: 'contributor' as const, programId: found.programId, organizationId: found.id }];
  return {
    slug: program,
    ...found,
    async person(name) {
      const account = { userId: null, name, kind: 'person' as const, roles: [], programId: null, grantedById: null };
      const principalId = await createAccount(world.db, account);
      return { principalId, name, kind: 'person', onBehalfOfId: null, grants };
    },
    async as(actor, options = {}) {
      return { ...(await world.as('viewer', options)), actor, requestId: randomUUID() };
    },
  };
}

/** A draft that answers both tracked questions. */
export const draftOf = (subjectId: string, marker = 'marker'): Record<string, unknown> => ({
  subjectId,
  authorName: 'Jane Roe, chief of staff',
  summary: `In short ${marker}`,
  answers: [
    { condition: 'access', answer: 'in_part', words: `Words on access ${marker}` },
    { condition: 'notice', answer: 'yes' },
  ],
  addItem: { title: `A policy ${marker}`, class: 'B', text: `Text of the policy ${marker}` },
});
