import type { ApplicationView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';
import { href, type PageView } from '#lib/server/page.ts';

/** Applications without an assessment, for example "Selected June 20, 2017; no letter on record". */
export function otherApplications(applications: ApplicationView[], view: PageView) {
  const selectedOn = applications.find((application) => application.selectedOn)?.selectedOn;
  return {
    title: selectedOn ? `Selected ${formatDate(selectedOn, 'long')}; no letter on record` : 'Applications without a letter on record',
    applications: applications.map((application) => ({
      id: application.id,
      name: application.jurisdiction.name,
      state: application.jurisdiction.state,
      href: href(`/programs/${view.program.slug}/applications/${application.id}`, { asOf: view.asOf, knownAt: view.knownAt }),
      note: application.track ?? undefined,
    })),
  };
}
