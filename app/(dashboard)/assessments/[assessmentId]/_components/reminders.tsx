import { ReminderLog } from '#components/assessments/reminder-log.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatDate, formatInstant } from '#lib/domain/time.ts';
import { getReminders, type ReminderLog as Log } from '#lib/operations/get-reminders.ts';
import type { PageView } from '#lib/server/page.ts';

type Line = Log['items'][number];

function ofWhat({ businessDays, dueOn }: Line): string {
  const count = Math.abs(businessDays ?? 0);
  const days = `${count} business ${count === 1 ? 'day' : 'days'}`;
  return `${days} ${(businessDays ?? 0) < 0 ? 'before' : 'after'} the due date of ${formatDate(dueOn ?? '', 'long')}`;
}

/** Never more than is known: that a server took a message does not say that anybody read it. */
function whenText({ plannedAt, sentAt, state }: Line, zone: string): string {
  if (sentAt) return `E-mail taken by the mail server ${formatInstant(sentAt, zone)}`;
  if (state === 'not_configured') return `Shown under My work from ${formatInstant(plannedAt, zone)}; no e-mail, which is not configured`;
  return `Put into the outbox ${formatInstant(plannedAt, zone)}; not taken by the mail server`;
}

const itemOf = (line: Line, zone: string) => ({
  id: line.id,
  text: `${line.to}, ${line.organization}: ${ofWhat(line)}`,
  whenText: whenText(line, zone),
});

/** What is sent as the log when an answer never came; a field takes 4,000 characters. */
export async function reminderText(assessmentId: string, view: PageView): Promise<string> {
  const { items } = await getReminders(view.context, assessmentId, { asOf: view.asOf, knownAt: view.knownAt });
  const lines = items.map((line) => itemOf(line, view.program.zone)).map((item) => `${item.text}. ${item.whenText}.`);
  return lines.join('\n').slice(0, 4000);
}

/** The log of reminders, where there is one. */
export async function RemindersPanel({ assessmentId, view }: { assessmentId: string; view: PageView }) {
  const { items } = await getReminders(view.context, assessmentId, { asOf: view.asOf, knownAt: view.knownAt });
  if (items.length === 0) return null;
  return (
    <Panel title="Reminders to the organization" id="reminders">
      <ReminderLog items={items.map((line) => itemOf(line, view.program.zone))} />
    </Panel>
  );
}
