import type { WhoMustActRow } from '#components/assessments/who-must-act.tsx';
import { isApplicantsOwn } from '#lib/domain/responsible.ts';
import { formatDate } from '#lib/domain/time.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import { href, type PageView } from '#lib/server/page.ts';

/** Applicant, where it books, who runs that place, and who was asked. */
export function whoMustAct(data: AssessmentPage, view: PageView): WhoMustActRow[] {
  const { application, row, program } = data;
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const operatorHref = (id: string) => href(`/programs/${program.slug}/operators/${id}`, moment);
  const rows: WhoMustActRow[] = [];
  if (application) {
    rows.push({
      term: 'Applicant',
      names: [{ text: application.organization.name, href: href(`/programs/${program.slug}/applications/${application.id}`, moment) }],
    });
  }
  for (const facility of data.facilities) {
    const runBy = facility.operator ? [{ text: facility.operator.name, href: operatorHref(facility.operator.id), role: 'runs it' }] : [];
    const notes = [facility.operatorSince ? `Since: ${facility.operatorSince}.` : null, facility.bookingBasis ?? facility.note];
    rows.push({
      term: 'Books into',
      names: [{ text: facility.name, href: null }, ...runBy],
      note: notes.filter(Boolean).join(' '),
      sources: facility.sources,
      grade: facility.grade,
    });
  }
  rows.push({
    term: 'Must act',
    names: row.responsibleParties.map((party) => ({ text: party.name, href: operatorHref(party.id), role: party.role })),
  });
  return [...rows, ...asked(data)];
}

/** Whom a request on record was sent to; the body in control is named when none was. */
function asked({ requests, row }: AssessmentPage): WhoMustActRow[] {
  const sent = requests.map((request) => ({
    term: 'Asked',
    names: [{ text: request.recipient, href: null }],
    note: [`${request.title}, ${formatDate(request.sentOn, 'long')}.`, request.standing, request.note].filter(Boolean).join(' '),
    sources: request.sources,
    grade: request.grade,
  }));
  const unasked = row.responsibleParties.filter((party) => !isApplicantsOwn(party, row.applicant)).map((party) => party.name);
  if (unasked.length === 0) return sent;
  return [...sent, { term: 'No request on record', names: unasked.map((text) => ({ text, href: null })) }];
}
