import type { WorkItem } from '#components/work/work-group.tsx';
import { dueWords } from '#lib/domain/reminder.ts';
import { statusRules } from '#lib/domain/status.ts';
import { formatDate, formatInstant, localDateOf } from '#lib/domain/time.ts';
import { askedWords, type WorkEntry, type WorkGroup, type WorkList } from '#lib/domain/work.ts';

export const countText = ({ entries, more }: WorkList): string => (more ? `${entries.length} and more` : String(entries.length));

/** Why a row stands in its list, in words. */
function whyText(group: WorkGroup, { row, program, calendar, expiresOn, mention, asked }: WorkEntry, now: string): string | null {
  const due = row.dueOn ? capital(dueWords(row.dueOn, localDateOf(now, program.zone), calendar)) : null;
  if (group === 'to_decide' && row.openProposal) {
    const { to, proposedBy, proposedAt } = row.openProposal;
    return `${statusRules[to].label} proposed by ${proposedBy}, ${formatInstant(proposedAt, program.zone)}`;
  }
  if (group === 'asked' && asked) return `${asked.by} ${askedWords[asked.kind]}, ${formatInstant(asked.at, program.zone)}`;
  if (group === 'expiring' && expiresOn) return `Runs out after ${formatDate(expiresOn, 'long')}`;
  if (group === 'mentions' && mention) return `${mention.author} mentioned you, ${formatInstant(mention.recordedAt, program.zone)}`;
  if (group === 'past_due' || group === 'due_soon') return `${due ?? ''}${row.assignee ? '' : '; nobody has taken it up'}`;
  return null;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const hrefOf = (group: WorkGroup, { row, mention }: WorkEntry): string => {
  const path = `/assessments/${row.id}`;
  return group === 'mentions' && mention ? `${path}#note-${mention.noteId}` : path;
};

/** What a list of work shows, with the reader's links. */
export const workItems = (group: WorkGroup, entries: readonly WorkEntry[], now: string): WorkItem[] =>
  entries.map((entry) => ({
    key: entry.mention?.noteId ?? entry.asked?.id ?? entry.row.id,
    href: hrefOf(group, entry),
    title: `${entry.row.applicant?.name ?? entry.row.subject.name}: ${entry.row.condition.title}`,
    programName: entry.program.name,
    status: entry.row.status,
    flags: group === 'past_due' ? entry.row.flags.filter((flag) => flag !== 'controlled_elsewhere') : [],
    dueText: entry.row.dueOn ? formatDate(entry.row.dueOn, 'short') : null,
    whyText: whyText(group, entry, now),
  }));
