import type { AssessmentHeaderProps } from '#components/assessments/assessment-header.tsx';
import type { Position } from '#components/assessments/positions.tsx';
import { answerLabels } from '#lib/domain/answer.ts';
import { describeDue } from '#lib/domain/deadline.ts';
import type { RecordEntryView } from '#lib/domain/record.ts';
import { calendarDaysBetween, formatDate, localDateOf } from '#lib/domain/time.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import { href, type PageView } from '#lib/server/page.ts';

/** Where it stands, in one line: what was said, on whom it depends, when it is due, how the reply is dated. */
export function headerProps(data: AssessmentPage, view: PageView): AssessmentHeaderProps {
  const { row, application, program } = data;
  const place = application ? `${application.jurisdiction.name}, ${application.jurisdiction.state}` : row.subject.name;
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  return {
    crumbs: [
      { label: program.name, href: href(`/programs/${program.slug}`, moment) },
      {
        label: place,
        href: application
          ? href(`/programs/${program.slug}/applications/${application.id}`, moment)
          : href(`/programs/${program.slug}/operators/${row.subject.id}`, moment),
      },
    ],
    title: `${data.condition.title}: ${application?.jurisdiction.name ?? row.subject.name}`,
    status: row.status,
    flags: row.flags.filter((flag) => flag !== 'controlled_elsewhere'),
    dueInDays: row.dueOn ? calendarDaysBetween(localDateOf(view.moment.asOf, program.zone), row.dueOn) : null,
    tags: tagsOf(data),
  };
}

function tagsOf({ row, deadline, responses, program, condition, bars }: AssessmentPage): AssessmentHeaderProps['tags'] {
  const tags: { text: string; variant?: 'other' }[] = [];
  const reply = responses.find(
    (response) => response.counts === 'yes' && response.answers.some((answer) => answer.conditionRef === condition.ref),
  );
  const said = reply?.answers.find((answer) => answer.conditionRef === condition.ref);
  if (row.answer)
    tags.push({ text: `says: ${answerLabels[row.answer]}${said?.note ? `, ${lowerFirst(said.note.replace(/\.$/, ''))}` : ''}` });
  // An operator's own assessment depends on nobody else for being its own.
  for (const party of row.responsibleParties.filter(({ id }) => id !== row.subject.id))
    tags.push({ text: party.role === 'shared' ? `with ${party.name}` : `depends on ${party.name}`, variant: 'other' });
  if (row.dueOn) {
    const stated = { cutOff: deadline?.cutOff ?? null, zone: deadline?.zone ?? null, programZone: program.zone };
    tags.push({ text: `due ${describeDue(row.dueOn, stated)}` });
  }
  for (const name of bars.barsUse) tags.push({ text: `use barred by ${name}` });
  for (const name of bars.barsEnforcement) tags.push({ text: `enforcement barred by ${name}` });
  if (reply?.datedOn && row.dueOn) tags.push({ text: datedText(reply.datedOn, reply.receivedOn, row.dueOn) });
  return tags;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** "dated 4 days before the due date; receipt not on record", never "received early". */
function datedText(datedOn: string, receivedOn: string | null, dueOn: string): string {
  const days = calendarDaysBetween(datedOn, dueOn);
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  const when = days === 0 ? 'on the due date' : days > 0 ? `${count} before the due date` : `${count} after the due date`;
  return `dated ${when}; ${receivedOn ? `received ${formatDate(receivedOn, 'short')}` : 'receipt not on record'}`;
}

/** What each side has said on this condition, with whose words they are. */
export function positionsOf(data: AssessmentPage): Position[] {
  const applicant = data.application?.organization.name ?? data.row.subject.name;
  return data.entries
    .filter((entry) => entry.kind === 'position' && entry.conditionRef === data.condition.ref)
    .sort((a, b) => (a.side ?? '').localeCompare(b.side ?? ''))
    .map((entry) => ({
      id: entry.id,
      who: entry.side === 'body_in_control' ? (entry.subjects[0]?.operatorName ?? 'Body in control') : applicant,
      says: entry.paraphrase,
      whenText: `as of ${formatDate(entry.date, 'short')}`,
      grade: entry.grade,
      sources: entry.sources,
      note: entry.note,
    }));
}

/** Facts and statements, each with the grade it has for this applicant: a letter read for one city is only reported for another. */
export const entriesFor = (data: AssessmentPage): RecordEntryView[] =>
  data.entries
    .filter((entry) => entry.kind !== 'position')
    .map((entry) => {
      const own = entry.subjects.find((subject) => subject.applicationId === data.application?.id);
      return own ? { ...entry, grade: own.grade, note: own.note ?? entry.note } : entry;
    });
