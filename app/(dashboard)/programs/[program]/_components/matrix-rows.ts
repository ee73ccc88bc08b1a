import type { MatrixCell, MatrixRow } from '#components/assessments/matrix-row.ts';
import { answerLabels } from '#lib/domain/answer.ts';
import type { ApplicationView, AssessmentRow, FacilityView, ResponseView } from '#lib/domain/record.ts';
import { statusRules } from '#lib/domain/status.ts';
import { calendarDaysBetween, formatDate, localDateOf } from '#lib/domain/time.ts';
import type { Dashboard } from '#lib/operations/get-dashboard.ts';
import { href, type PageView } from '#lib/server/page.ts';

/** The matrix: one row a city, one cell a condition, with whose words and whose jail. */
export function matrixRows(data: Dashboard, view: PageView): MatrixRow[] {
  return data.applications.map((application) => {
    const own = data.list.items.filter((item) => item.subject.id === application.id);
    const facilities = data.facilities.get(application.organization.id) ?? [];
    const responses = data.responses.filter((response) => response.applicationId === application.id);
    return {
      applicationId: application.id,
      name: application.jurisdiction.name,
      state: application.jurisdiction.state,
      detail: detailOf(application),
      href: href(`/programs/${view.program.slug}/applications/${application.id}`, { asOf: view.asOf, knownAt: view.knownAt }),
      decision: decisionOf(application),
      cells: Object.fromEntries(own.map((item) => [item.condition.ref, cellOf(item, facilities, responses, data, view)])),
    };
  });
}

function detailOf(application: ApplicationView): string {
  const agency = application.organization.name.replace(`${application.jurisdiction.name} `, '');
  const [person, title] = (application.addressee ?? '').split(', ');
  if (!person) return agency;
  return `${agency} · ${(title ?? '').replace(/^(Police Commissioner|Chief of Police)$/, (word) => (word.startsWith('Chief') ? 'Chief' : 'Commissioner'))} ${person}`;
}

/** The newest decision; an earlier report of one stands in the note. */
function decisionOf(application: ApplicationView): MatrixRow['decision'] {
  const decision = application.decisions.findLast((item) => item.kind === 'decision');
  const report = application.decisions.findLast((item) => item.kind === 'report');
  const newest = decision ?? report;
  if (!newest) return null;
  const note = decision && report ? `${report.label} (${report.attributedTo})` : newest.note;
  return { label: `${newest.label}, ${formatDate(newest.decidedOn, 'long')}`, note };
}

function cellOf(item: AssessmentRow, facilities: FacilityView[], responses: ResponseView[], data: Dashboard, view: PageView): MatrixCell {
  return {
    assessmentId: item.id,
    href: href(`/assessments/${item.id}`, { asOf: view.asOf, knownAt: view.knownAt }),
    status: item.status,
    answerText: item.answer ? `Says: ${answerLabels[item.answer]}.` : null,
    controlText: controlText(item, facilities),
    dueText: item.dueOn ? `due ${formatDate(item.dueOn, 'short')}` : null,
    dueInDays: item.dueOn ? calendarDaysBetween(localDateOf(view.moment.asOf, view.program.zone), item.dueOn) : null,
    flags: item.flags.filter((flag) => flag !== 'controlled_elsewhere'),
    lastChange: lastChange(item, view),
    note: noteOf(item, responses, data),
    proposalText: item.openProposal ? `${statusRules[item.openProposal.to].label} proposed` : null,
  };
}

/** When it last changed, and when that was recorded if on another day. */
function lastChange(item: AssessmentRow, view: PageView): MatrixCell['lastChange'] {
  if (item.status === 'not_started') return null;
  const effective = localDateOf(item.effectiveAt, view.program.zone);
  const recorded = localDateOf(item.updatedAt, view.program.zone);
  const later = recorded === effective ? '' : `, recorded ${recorded === view.today ? 'today' : formatDate(recorded, 'short')}`;
  return { text: `changed ${formatDate(effective, 'short')}${later}`, at: item.updatedAt };
}

/** Who runs the jail, what another body runs beside it, and on whose finding this one depends. */
export function controlText(
  item: Pick<AssessmentRow, 'responsibleParties' | 'reliesOn'>,
  facilities: readonly FacilityView[],
): string | null {
  const relied = item.reliesOn.map(({ operator }) => operator);
  const relies = relied.length > 0 ? `Relies on ${[...new Set(relied)].join(', ')}.` : null;
  const [primary, ...shared] = item.responsibleParties;
  if (!primary) return relies;
  const beside = shared.map((party) => {
    const facility = facilities.find((known) => known.operator?.id === party.id);
    return ` ${facility ? facility.name : 'Shared'}: ${party.name}.`;
  });
  const runs = `${facilities.length > 0 ? 'Jail' : 'Must act'}: ${primary.name}.${beside.join('')}`;
  return relies ? `${runs} ${relies}` : runs;
}

/** What was said that is not an answer, always with whose words it is. */
function noteOf(item: AssessmentRow, responses: ResponseView[], data: Dashboard): string | null {
  const undecided = responses.find(
    (response) => response.counts === 'undecided' && response.answers.some((answer) => answer.conditionRef === item.condition.ref),
  );
  if (undecided) {
    const when = undecided.datedOn ? ` of ${formatDate(undecided.datedOn, 'short')}` : '';
    return `${undecided.authorName ?? 'A letter'}, letter${when}: whether it answers is undecided.`;
  }
  if (item.answer) return null;
  const ofSide = (side: 'applicant' | 'body_in_control') =>
    data.positions.find(
      (entry) =>
        entry.side === side &&
        entry.conditionRef === item.condition.ref &&
        entry.subjects.some((subject) => subject.applicationId === item.subject.id),
    );
  const said = ofSide('applicant');
  if (!said) return null;
  if (!said.paraphrase.startsWith(SILENT)) return `Applicant: ${said.paraphrase}.`;
  const control = ofSide('body_in_control');
  const body = control?.subjects[0]?.operatorName;
  const by = `on record by ${formatDate(said.date, 'short')}`;
  return control?.paraphrase.startsWith(SILENT) && body ? `City and ${body}: neither ${by}.` : `City: not ${by}.`;
}

/** How the record says that a side has said nothing. */
const SILENT = 'not on record';
