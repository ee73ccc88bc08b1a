/** What every submission of an organization writes: the response, what is kept with it, statuses, events and the receipt. */
import type pg from 'pg';
import { type AnsweringTarget, lockAnsweringTargets } from '#lib/data/answering.ts';
import type { DraftItem } from '#lib/data/drafts.ts';
import { type AssessmentEvent, recordEvent, recordStatuses } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertResponse } from '#lib/data/letters.ts';
import { insertReceipt, nextReceiptNumber } from '#lib/data/receipts.ts';
import { type Answer, type AnsweredBy, addresses, answerLabels } from '#lib/domain/answer.ts';
import { type ReceiptFacts, type ReceiptFile, receiptNumber } from '#lib/domain/receipt.ts';
import type { ProgramView, SubjectKind } from '#lib/domain/record.ts';
import { isStatus } from '#lib/domain/status.ts';
import { localDateOf } from '#lib/domain/time.ts';
import { findTransition } from '#lib/domain/transition.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { keepSubmitted } from './keep-submitted.ts';
import { linkEvidence } from './link-evidence.ts';

export interface Submission {
  program: ProgramView;
  organizationId: string;
  organization: string;
  subject: { kind: SubjectKind; id: string };
  authorName: string | null;
  summary: string | null;
  signedOff: ReceiptFacts['signedOff'];
  answers: { conditionId: string; answer: Answer; words: string | null }[];
  items: DraftItem[];
}

export interface Submitted {
  responseId: string;
  receipt: string;
  recordedAt: string;
  hash: string;
}

/** As an applicant it speaks for itself; as the body that runs a facility it is the body in control. */
const answeredBy = (kind: SubjectKind): AnsweredBy => (kind === 'application' ? 'applicant' : 'body_in_control');

/** Runs inside a change. Whether it counts as an answer is left undecided: that is the funder's to say. */
export async function submitAnswers(tx: pg.PoolClient, context: Context, submission: Submission): Promise<Submitted> {
  const { program, subject } = submission;
  const conditionIds = submission.answers.map(({ conditionId }) => conditionId);
  const targets = await lockAnsweringTargets(tx, program.id, subject, conditionIds);
  const number = await nextReceiptNumber(tx, program.id);
  const responseId = newId();
  const facts = factsOf(submission, targets, { number, responseId });
  const files = await keepSubmitted(tx, context, submission, facts);
  await keepResponse(tx, context, submission, { responseId, evidenceId: files[0]?.evidenceId ?? null, targets });
  const evidenceIds = files.map(({ evidenceId }) => evidenceId);
  for (const { assessmentId } of targets) {
    if (assessmentId) await linkEvidence(tx, context, homeOf(submission, assessmentId), evidenceIds, false);
  }
  const events = targets.flatMap((target) => eventFor(submission, target, { responseId, evidenceIds, receipt: receiptNumber(number) }));
  await recordStatuses(tx, actOf(context), events);
  return keepReceipt(tx, context, submission, { ...facts, files });
}

async function keepReceipt(tx: pg.PoolClient, context: Context, submission: Submission, facts: ReceiptFacts): Promise<Submitted> {
  const { program, subject, organizationId } = submission;
  const { responseId, receipt: number } = facts;
  const event = await recordEvent(tx, actOf(context), {
    programId: program.id,
    streamId: subject.id,
    streamKind: subject.kind,
    kind: 'response_submitted',
    payload: { ...facts },
  });
  const { sequence, recordedAt, hash } = event;
  await insertReceipt(tx, { programId: program.id, responseId, number, organizationId, streamId: subject.id, sequence, recordedAt });
  return { responseId, receipt: receiptNumber(number), recordedAt, hash };
}

function factsOf(submission: Submission, targets: AnsweringTarget[], made: { number: number; responseId: string }): ReceiptFacts {
  return {
    responseId: made.responseId,
    receipt: made.number,
    organization: submission.organization,
    answeredBy: answeredBy(submission.subject.kind),
    authorName: submission.authorName,
    summary: submission.summary,
    signedOff: submission.signedOff,
    answers: targets.map((target) => ({ condition: target.ref, title: target.title, ...saidOn(submission, target) })),
    files: [] as ReceiptFile[],
  };
}

function saidOn(submission: Submission, target: AnsweringTarget): { answer: Answer; words: string | null } {
  const said = submission.answers.find(({ conditionId }) => conditionId === target.conditionId);
  if (!said) throw new Error(`No answer for ${target.ref}.`);
  return { answer: said.answer, words: said.words };
}

async function keepResponse(
  tx: pg.PoolClient,
  context: Context,
  submission: Submission,
  made: { responseId: string; evidenceId: string | null; targets: AnsweringTarget[] },
): Promise<void> {
  const { program, subject } = submission;
  const today = localDateOf(context.now(), program.zone);
  await insertResponse(tx, {
    programId: program.id,
    id: made.responseId,
    applicationId: subject.kind === 'application' ? subject.id : null,
    operatorId: subject.kind === 'operator' ? subject.id : null,
    evidenceId: made.evidenceId,
    authorName: submission.authorName,
    answeredBy: answeredBy(subject.kind),
    datedOn: today,
    receivedOn: today,
    counts: 'undecided',
    summary: submission.summary,
    grade: 'primary',
    sourceIds: [],
    recordedById: requireActor(context).principalId,
    answers: made.targets.map((target) => {
      const { answer, words } = saidOn(submission, target);
      return { conditionId: target.conditionId, assessmentId: target.assessmentId, answer, note: words };
    }),
  });
}

/** An answer to open work moves it to Answer received; to anything else it is recorded beside what stands. */
function eventFor(
  submission: Submission,
  target: AnsweringTarget,
  made: { responseId: string; evidenceIds: string[]; receipt: string },
): AssessmentEvent[] {
  const { assessmentId, status, version } = target;
  if (!assessmentId || !status || !isStatus(status) || version === null) return [];
  const { responseId, evidenceIds } = made;
  const { answer } = saidOn(submission, target);
  const moves = addresses(answer) && findTransition(status, 'submitted') !== null;
  const base = {
    programId: submission.program.id,
    assessmentId,
    expectedVersion: version,
    reason: `${submission.organization} says: ${answerLabels[answer]}. Receipt ${made.receipt}.`,
  };
  if (moves) {
    const payload = { from: status, to: 'submitted', answer, responseId, evidenceIds };
    return [{ ...base, kind: 'status_changed', payload, patch: { status: 'submitted', answer } }];
  }
  const patch = addresses(answer) ? { answer } : {};
  return [{ ...base, kind: 'response_recorded', payload: { responseId, answer, counts: 'undecided', evidenceIds }, patch }];
}

const homeOf = ({ program, organizationId, subject }: Submission, id: string) => ({
  program,
  id,
  applicationId: subject.kind === 'application' ? subject.id : null,
  operatorId: subject.kind === 'operator' ? subject.id : null,
  organizationId,
  conditionId: '',
});
