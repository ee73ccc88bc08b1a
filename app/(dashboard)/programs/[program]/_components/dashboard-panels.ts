import type { AttentionItem, LatestItem } from '#components/assessments/side-lists.tsx';
import { countdownText, describeDue, dueInstant } from '#lib/domain/deadline.ts';
import { eventLabels, isEventKind, isStatusEvent, statusEventNote } from '#lib/domain/event.ts';
import type { DeadlineView } from '#lib/domain/record.ts';
import { isApplicantsOwn } from '#lib/domain/responsible.ts';
import { isStatus, type Status, statusRules } from '#lib/domain/status.ts';
import { calendarDaysBetween, formatDate, localDateOf } from '#lib/domain/time.ts';
import type { Dashboard } from '#lib/operations/get-dashboard.ts';
import { href, type PageView } from '#lib/server/page.ts';

const momentOf = (view: PageView) => ({ asOf: view.asOf, knownAt: view.knownAt });

/** Numbers that are links to the rows behind them. */
export function summaryItems(data: Dashboard, view: PageView) {
  const { summary } = data;
  const path = `/programs/${view.program.slug}`;
  const count = (...wanted: Status[]) =>
    summary.byCondition.reduce((sum, c) => sum + wanted.reduce((n, status) => n + (c.counts[status] ?? 0), 0), 0);
  const item = (value: number, label: string, params: Record<string, string>) => ({
    value: String(value),
    label,
    href: href(path, { ...params, ...momentOf(view) }),
  });
  const past = view.program.recordBasis === 'public_sources' ? 'no_answer_found' : 'overdue';
  const waiting = count('requested', 'info_requested');
  return [
    item(summary.total, `assessments, ${summary.applications} cities`, {}),
    item(waiting, 'requested, no answer on record', { status: 'requested,info_requested' }),
    item(count('submitted', 'under_review'), 'answer received or under review', { status: 'submitted,under_review' }),
    item(count('met', 'partly_met', 'not_met', 'unable_to_determine'), 'findings', {
      status: 'met,partly_met,not_met,unable_to_determine',
    }),
    item(summary.flags[past] ?? 0, past === 'overdue' ? 'overdue' : 'due date passed, no answer found', { flag: past }),
    item(summary.flags.controlled_elsewhere ?? 0, 'depend on another body', { flag: 'controlled_elsewhere' }),
  ];
}

/** The deadline as the page shows it: date, zone and whether it was assumed, days left or gone. */
export function deadlineProps(deadline: DeadlineView, view: PageView, requestedOn: string | null) {
  const { program, moment } = view;
  const zone = deadline.zone ?? program.zone;
  const text = describeDue(deadline.dueOn, { cutOff: deadline.cutOff, zone: deadline.zone, programZone: program.zone });
  const due = formatDate(deadline.dueOn, 'weekday');
  const today = localDateOf(moment.asOf, zone);
  const span = requestedOn ? calendarDaysBetween(requestedOn, deadline.dueOn) : 0;
  return {
    label: deadline.label,
    dueText: due,
    zoneText: text.startsWith(due) ? text.slice(due.length).replace(/^,\s*/, '') : text,
    countdownText: countdownText({ ...deadline, zone }, moment.asOf, view.calendar),
    progress: requestedOn && span > 0 ? calendarDaysBetween(requestedOn, today) / span : null,
    steps: [deadline.basis, ...(deadline.steps ?? dueInstant(deadline, program.zone).steps)],
    notes: deadlineNotes(deadline),
    sources: deadline.sources,
  };
}

type Noted = Pick<DeadlineView, 'paused' | 'pendingExtension' | 'rescindedOn'>;

/** What a reader must not miss of a date: an order suspends it, its letter was taken back, more time was asked for. */
export function deadlineNotes({ paused, pendingExtension, rescindedOn }: Noted): string[] {
  const notes = paused ? ['Stands still: an order suspends it.'] : [];
  if (rescindedOn) notes.push(`The letter that set it was rescinded on ${formatDate(rescindedOn, 'long')}.`);
  if (pendingExtension) notes.push(`More time asked for, until ${formatDate(pendingExtension.wantedOn, 'long')}: not decided.`);
  return notes;
}

export function attentionItems(data: Dashboard, view: PageView): AttentionItem[] {
  const path = `/programs/${view.program.slug}`;
  const items: AttentionItem[] = [];
  const flagged = (
    flag: 'no_answer_found' | 'overdue' | 'due_soon' | 'due_today_zone_unstated',
    text: (n: number) => string,
    detail: string,
  ) => {
    const n = data.summary.flags[flag] ?? 0;
    if (n > 0) items.push({ id: flag, text: text(n), href: href(path, { flag, ...momentOf(view) }), detail });
  };
  const requests = (n: number) => `${n} ${n === 1 ? 'request' : 'requests'}`;
  flagged('due_soon', (n) => `${requests(n)}, no answer on record`, `due within ${view.program.dueSoonDays} days`);
  flagged('due_today_zone_unstated', (n) => `${requests(n)} on the due date`, 'zone not stated');
  flagged('no_answer_found', (n) => `${requests(n)}: due date passed`, 'No answer found in public sources.');
  flagged('overdue', (n) => `${requests(n)} overdue`, 'no answer on record');
  for (const row of data.list.items.filter((item) => item.openProposal)) {
    const to = row.openProposal ? statusRules[row.openProposal.to].label : '';
    items.push({
      id: row.id,
      text: `${row.applicant?.name ?? row.subject.name}, ${row.condition.title}: ${to} proposed`,
      href: href(`/assessments/${row.id}`, momentOf(view)),
      detail: `by ${row.openProposal?.proposedBy ?? ''}, waits for a second person`,
    });
  }
  return [...items, ...answerItems(data, view), ...unaskedOperators(data, view)];
}

/** One line a letter: an answer that nobody took under review yet, or whose counting is undecided. */
function answerItems(data: Dashboard, view: PageView): AttentionItem[] {
  const waiting = new Map<string, number>();
  for (const row of data.list.items) if (row.status === 'submitted') waiting.set(row.subject.id, (waiting.get(row.subject.id) ?? 0) + 1);
  const name = (id: string) => data.applications.find((application) => application.id === id)?.jurisdiction.name ?? '';
  const page = (id: string) => href(`/programs/${view.program.slug}/applications/${id}`, momentOf(view));
  const replies = [...waiting].map(([id, n]) => ({
    id: `answer-${id}`,
    text: `${name(id)}'s reply waits for review`,
    href: page(id),
    detail: `${n} ${n === 1 ? 'assessment' : 'assessments'}`,
  }));
  const undecided = data.responses
    .filter((response) => response.counts === 'undecided')
    .map((response) => ({
      id: response.id,
      text: `${name(response.applicationId)}: whether a letter answers is undecided`,
      href: page(response.applicationId),
      detail: response.authorName,
    }));
  return [...replies, ...undecided];
}

/** Bodies in control that no request on record was sent to. */
function unaskedOperators(data: Dashboard, view: PageView): AttentionItem[] {
  const counts = new Map<string, { name: string; n: number }>();
  for (const row of data.list.items) {
    for (const party of row.responsibleParties) {
      if (isApplicantsOwn(party, row.applicant)) continue;
      const seen = counts.get(party.id) ?? { name: party.name, n: 0 };
      counts.set(party.id, { ...seen, n: seen.n + 1 });
    }
  }
  return [...counts].map(([id, { name, n }]) => ({
    id: `operator-${id}`,
    text: `No request to ${name} on record`,
    href: href(`/programs/${view.program.slug}/operators/${id}`, momentOf(view)),
    detail: `${n} ${n === 1 ? 'assessment' : 'assessments'}`,
  }));
}

/** What people changed, then what the public record says last. */
export function latestItems(data: Dashboard, view: PageView): LatestItem[] {
  const { zone } = view.program;
  const changes = data.changes.map((change) => ({
    id: `${change.assessmentId}-${change.sequence}`,
    text: `${change.subject}, ${change.condition}: ${changeWords(change)}`,
    href: href(`/assessments/${change.assessmentId}`, momentOf(view)),
    detail: `${formatDate(localDateOf(change.effectiveAt, zone), 'short')} · recorded by ${change.actor}`,
  }));
  const entries = data.latestEntries.map((entry) => ({
    id: entry.id,
    text: entry.title ?? entry.paraphrase,
    href: href(`/programs/${view.program.slug}/timeline`, { selected: entry.ref, ...momentOf(view) }),
    detail: `${formatDate(entry.date, 'short')} · ${entry.grade}, ${entry.sources.length} ${entry.sources.length === 1 ? 'source' : 'sources'}`,
  }));
  return [...changes, ...entries];
}

const label = (status: string | null): string => (status !== null && isStatus(status) ? statusRules[status].label : '');

export function changeWords(change: { kind: string; from: string | null; to: string | null }): string {
  if (isStatusEvent(change.kind)) {
    const note = statusEventNote(change.kind);
    return `${label(change.from)} → ${label(change.to)}${note ? ` (${note})` : ''}`;
  }
  const words = isEventKind(change.kind) ? eventLabels[change.kind] : change.kind;
  return change.to ? `${words}: ${label(change.to)}` : words;
}
