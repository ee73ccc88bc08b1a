import { randomUUID } from 'node:crypto';
import { CorrectionForm } from '#components/assessments/correction-form.tsx';
import { NextStep } from '#components/assessments/next-step.tsx';
import { ProposalPanel } from '#components/assessments/proposal-panel.tsx';
import type { Uploaded } from '#components/evidence/file-ticket.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';
import { correctionAction, decisionAction, nextStepAction } from '../../../_actions/assessment-actions.ts';
import { correctionProps } from './correction.ts';
import { nextSteps } from './next-steps.ts';
import { openProposal } from './proposal.ts';
import { reminderText } from './reminders.tsx';

/** What this person can do now: decide a proposal, take the next step, correct the last one. */
export async function WorkArea({ data, view, path, uploaded }: { data: AssessmentPage; view: PageView; path: string; uploaded: Uploaded }) {
  const { row, program } = data;
  const { live } = view.moment;
  const proposal = openProposal(data, view);
  const steps = nextSteps(data, view, await reminderText(row.id, view));
  const correction = live ? correctionProps(data, view) : null;
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
        uploaded={uploaded}
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
    </>
  );
}
