import { formatDate, localDateOf } from '#lib/domain/time.ts';
import type { ApplicationDossier } from '#lib/operations/get-application.ts';

/** Whether a letter to this place is on record by the day asked for; or since when it was selected without one. */
export function letterText({ application, requests, moment, program }: ApplicationDossier): string {
  if (application.letterOnRecord) return requests.length > 0 ? 'Letter to it on record' : 'No letter to it on record by this day';
  const day = localDateOf(moment.asOf, program.zone);
  const selected =
    application.selectedOn !== null && application.selectedOn <= day ? `Selected ${formatDate(application.selectedOn, 'long')}; ` : '';
  return selected === '' ? 'No letter on record' : `${selected}no letter on record`;
}
