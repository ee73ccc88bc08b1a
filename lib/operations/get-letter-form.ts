/** What the letter form offers: applications with an assessment, and every question the letter may answer. */
import { listApplications } from '#lib/data/applications.ts';
import { listConditions } from '#lib/data/programs.ts';
import { type Context, confinement } from './context.ts';
import { getProgram } from './get-program.ts';
import { liveMoment } from './moment.ts';

export interface LetterForm {
  applications: { id: string; name: string }[];
  /** Tracked conditions first. */
  conditions: { ref: string; title: string; tracked: boolean; wording: string }[];
}

export async function getLetterForm(context: Context, slug: string): Promise<LetterForm> {
  const program = await getProgram(context, slug, 'record_letter');
  const confined = confinement(context, program.id);
  const [applications, conditions] = await Promise.all([
    listApplications(context.db, program.id, liveMoment(context, program)),
    listConditions(context.db, program.id),
  ]);
  return {
    applications: applications
      .filter((application) => application.letterOnRecord && (confined === null || application.organization.id === confined))
      .map(({ id, jurisdiction }) => ({ id, name: `${jurisdiction.name}, ${jurisdiction.state}` })),
    conditions: conditions
      .map(({ ref, title, tracked, wording }) => ({ ref, title, tracked, wording }))
      .sort((a, b) => Number(b.tracked) - Number(a.tracked)),
  };
}
