/** What the form of a letter offers: everybody of whom something can be asked, the questions, deadlines and templates. */
import { type LetterTemplate, listTemplates } from '#lib/data/letter-templates.ts';
import { listConditions, listDeadlines } from '#lib/data/programs.ts';
import { listTargets } from '#lib/data/request-writes.ts';
import { listLastWordings } from '#lib/data/requests.ts';
import { translated } from '#lib/data/transaction.ts';
import type { DeadlineView, ProgramView } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import type { Context } from './context.ts';
import { getProgram } from './get-program.ts';

export interface RequestForm {
  program: ProgramView;
  recipients: {
    organizationId: string;
    name: string;
    subjectName: string;
    addressee: string | null;
    kind: 'application' | 'operator' | 'both';
    assessments: { condition: string; status: Status }[];
  }[];
  /** In the order of the program, with the words of the last letter that asked, else those of the condition. */
  questions: { ref: string; title: string; tracked: boolean; wording: string }[];
  deadlines: Pick<DeadlineView, 'id' | 'label' | 'dueOn' | 'basis'>[];
  templates: LetterTemplate[];
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function getRequestForm(context: Context, slug: string): Promise<RequestForm> {
  const program = await getProgram(context, slug, 'send_request');
  const { db } = context;
  const [targets, conditions, wordings, deadlines, templates] = await Promise.all([
    translated(listTargets(db.pool, program.id, null, null)),
    listConditions(db, program.id),
    translated(listLastWordings(db.pool, program.id)),
    listDeadlines(db, program.id, null),
    translated(listTemplates(db.pool, program.id)),
  ]);
  return {
    program,
    recipients: [...Map.groupBy(targets, ({ organizationId }) => organizationId).values()].flatMap(recipientOf),
    questions: conditions.map(({ ref, title, tracked, wording }) => ({ ref, title, tracked, wording: wordings.get(ref) ?? wording })),
    deadlines: deadlines.map(({ id, label, dueOn, basis }) => ({ id, label, dueOn, basis })),
    templates: templates.filter(({ current }) => current),
  };
}

function recipientOf(targets: Awaited<ReturnType<typeof listTargets>>): RequestForm['recipients'] {
  const first = targets[0];
  if (!first) return [];
  const kinds = new Set(targets.map(({ subjectKind }) => subjectKind));
  const applied = targets.find(({ subjectKind }) => subjectKind === 'application');
  return [
    {
      organizationId: first.organizationId,
      name: first.organizationName,
      subjectName: applied?.subjectName ?? first.organizationName,
      addressee: targets.find(({ addressee }) => addressee !== null)?.addressee ?? null,
      kind: kinds.size > 1 ? 'both' : first.subjectKind,
      assessments: targets.map(({ conditionTitle, status }) => ({ condition: conditionTitle, status })),
    },
  ];
}
