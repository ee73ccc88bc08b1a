/** Who must act, beside the applicant. */
import type { ResponsibleParty } from './record.ts';

/** The applicant's own city, named as the body that runs a facility of its own: a request to the applicant reached it. */
export const isApplicantsOwn = (party: Pick<ResponsibleParty, 'level' | 'name'>, applicant: { name: string } | null): boolean =>
  applicant !== null && party.level === 'city' && party.name.endsWith(` of ${applicant.name}`);
