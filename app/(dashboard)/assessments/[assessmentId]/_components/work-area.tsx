import { randomUUID } from 'node:crypto';
import { CorrectionForm } from '#components/assessments/correction-form.tsx';
import { NextStep } from '#components/assessments/next-step.tsx';
import { Notes } from '#components/assessments/notes.tsx';
import { ProposalPanel } from '#components/assessments/proposal-panel.tsx';
import { may } from '#lib/domain/permission.ts';
import { formatInstant } from '#lib/domain/time.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';
import { correctionAction, decisionAction, nextStepAction, noteAction } from '../../../_actions/assessment-actions.ts';
import { correctionProps } from './correction.ts';
import { nextSteps } from './next-steps.ts';
import { openProposal } from './proposal.ts';

/** What this person can do now: decide a proposal, take the next step, correct the last one, leave a note. */
export function WorkArea({
  data,
  view,
  path,
  tickets,
}: {
  data: AssessmentPage;
  view: PageView;
  path: string;
  tickets: readonly string[];
}) {
  const { row, program } = data;
  const grants = view.context.actor?.grants ?? [];
  const { live } = view.moment;
  const proposal = openProposal(data, view);
  const steps = nextSteps(data, view);
  const correction = live ? correctionProps(data, view) : null;
  const canNote = live && may(grants, 'add_note', program.id);
  return (
    <>
      {proposal && (
        <ProposalPanel
          key={`proposal-${row.version}`}
          {...proposal}
          assessmentId={row.id}
          keepHref={path}
          action={proposal.blockedReason === undefined && live ? decisionAction : null}
          idempotencyKey={randomUUID()}
        />
      )}
      <NextStep
        key={`next-${row.version}`}
        action={nextStepAction}
        program={program.slug}
        tickets={tickets}
        assessmentId={row.id}
        version={row.version}
        idempotencyKey={randomUUID()}
        today={view.today}
        keepHref={path}
        {...steps}
      />
      {correction && (
        <CorrectionForm
          key={`correct-${row.version}`}
          action={correctionAction}
          assessmentId={row.id}
          version={row.version}
          idempotencyKey={randomUUID()}
          today={view.today}
          keepHref={path}
          {...correction}
        />
      )}
      {(canNote || data.notes.length > 0) && (
        <Notes
          key={`notes-${row.version}`}
          notes={data.notes.map((note) => ({
            id: note.id,
            author: note.author,
            atText: formatInstant(note.recordedAt, program.zone),
            at: note.recordedAt,
            body: note.body,
          }))}
          assessmentId={row.id}
          idempotencyKey={randomUUID()}
          action={canNote ? noteAction : null}
        />
      )}
    </>
  );
}
