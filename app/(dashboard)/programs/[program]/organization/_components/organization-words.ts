import type { DraftForm, DraftState, QuestionItem } from '#components/organization/organization-types.ts';
import { answeredByLabels, answerLabels, isAnswer } from '#lib/domain/answer.ts';
import { awaitsAnswer, questionWords } from '#lib/domain/contributor.ts';
import { countdownText, describeDue } from '#lib/domain/deadline.ts';
import type { ExtensionView } from '#lib/domain/deadline-views.ts';
import { evidenceClassLabels } from '#lib/domain/evidence-class.ts';
import { receiptNumber } from '#lib/domain/receipt.ts';
import { formatDate, formatInstant, localDateOf } from '#lib/domain/time.ts';
import type { OrganizationPage, OrganizationSubject } from '#lib/operations/get-organization-page.ts';
import { receiptPath } from '../../../../_actions/organization-paths.ts';

type Question = OrganizationSubject['questions'][number];

/** Everything about one question, in words for those who answer it. */
export function questionItem(page: OrganizationPage, subject: OrganizationSubject, question: Question): QuestionItem {
  const { condition, assessment } = question;
  const drafted = subject.draft?.answers.some(({ conditionId }) => conditionId === condition.id) ?? false;
  const last = subject.receipts.find((row) => row.recall === null && row.answers.some(({ conditionId }) => conditionId === condition.id));
  const answeredOtherwise = subject.letters.some((letter) =>
    letter.answers.some((item) => item.conditionRef === condition.ref && item.answer),
  );
  return {
    ref: condition.ref,
    title: condition.title,
    wording: condition.wording,
    tracked: condition.tracked,
    assessmentId: assessment?.id ?? null,
    status: assessment?.status ?? null,
    words: questionWords({
      status: assessment?.status ?? 'requested',
      drafted,
      awaitsSignOff: subject.draft?.needsSignOff === true && subject.draft.signedOff === null,
      submitted: last ? { receipt: receiptNumber(last.number), on: localDateOf(last.recordedAt, page.program.zone) } : null,
      answeredOtherwise,
      missing: question.missing,
    }),
    waits:
      assessment !== null &&
      assessment.status !== 'not_started' &&
      awaitsAnswer(assessment.status) &&
      !(last && assessment.status === 'requested'),
    due: dueOf(page, question),
    letters: question.letters.map((letter) => ({ ...letter, sentText: formatDate(letter.sentOn, 'long') })),
    answered: answeredBefore(page, subject, condition.ref),
    clarifications: question.clarifications.map((item) => ({
      id: item.id,
      question: item.question,
      askedText: `${item.askedBy}, ${formatInstant(item.askedAt, page.program.zone)}`,
      answer: item.answer && { text: item.answer.text, byText: `${item.answer.by}, ${formatInstant(item.answer.at, page.program.zone)}` },
    })),
  };
}

/** The date that counts, moved by extensions and orders, with every step that led to it. */
function dueOf({ program, moment, calendar }: OrganizationPage, { deadline, base }: Question): QuestionItem['due'] {
  if (!deadline?.dueOn || !deadline.dueAt) return null;
  const zone = base?.zone ?? program.zone;
  const date = formatDate(deadline.dueOn, 'weekday');
  const text = describeDue(deadline.dueOn, { cutOff: base?.cutOff ?? null, zone: base?.zone ?? null, programZone: program.zone });
  const asked = deadline.pendingExtension;
  return {
    dateText: date,
    zoneText: text.startsWith(date) ? text.slice(date.length).replace(/^,\s*/, '') : text,
    countdownText: countdownText({ dueAt: deadline.dueAt, dueOn: deadline.dueOn, zone, paused: deadline.paused }, moment.asOf, calendar),
    askedText: asked ? `More time asked, until ${formatDate(asked.wantedOn, 'long')}. Not decided yet.` : null,
    decided: deadline.extensions.flatMap((extension) => decisionText(extension, zone) ?? []),
    steps: deadline.steps,
  };
}

/** What was decided on a request for more time; null while nothing was. */
function decisionText(extension: ExtensionView, zone: string): string | null {
  const { state, wantedOn, grantedOn, decisionReason } = extension;
  const decided = extension.decisionAt ?? extension.decidedAt;
  if (state === 'asked' || decided === null) return null;
  const until = formatDate(state === 'granted' ? (grantedOn ?? wantedOn) : wantedOn, 'long');
  const on = formatDate(localDateOf(decided, zone), 'long');
  return `More time until ${until} was ${state} on ${on}${decisionReason ? `: ${decisionReason}` : '.'}`;
}

function answeredBefore({ program }: OrganizationPage, subject: OrganizationSubject, ref: string): QuestionItem['answered'] {
  const submitted = subject.receipts.flatMap((row) =>
    row.answers
      .filter(({ conditionRef }) => conditionRef === ref)
      .map(({ answer, note }) => ({
        key: row.responseId,
        answer: answer && isAnswer(answer) ? answer : null,
        words: note,
        byText: `${row.submittedBy}, ${formatInstant(row.recordedAt, program.zone)}${row.recall ? ' · recalled as sent in error' : ''}`,
        receiptHref: receiptPath(program.slug, row.responseId),
      })),
  );
  const letters = subject.letters.flatMap((letter) =>
    letter.answers
      .filter(({ conditionRef }) => conditionRef === ref)
      .map(({ answer, note }) => ({
        key: letter.id,
        answer,
        words: note,
        byText: `${letter.authorName ?? answeredByLabels[letter.answeredBy]}, letter ${letter.datedOn ? formatDate(letter.datedOn, 'long') : 'without a date'}`,
        receiptHref: null,
      })),
  );
  return [...submitted, ...letters];
}

/** A question with what stands as its answer: on record, or, where nothing is assessed, what was submitted last and not recalled. */
export function answeredNow(
  { receipts }: OrganizationSubject,
  { condition, assessment }: Question,
): { ref: string; title: string; answer: string | null } {
  const said = receipts.filter(({ recall }) => recall === null).flatMap(({ answers }) => answers);
  const answer = assessment ? assessment.answer : (said.find(({ conditionId }) => conditionId === condition.id)?.answer ?? null);
  return { ref: condition.ref, title: condition.title, answer: answer && isAnswer(answer) ? answerLabels[answer] : null };
}

/** What the draft form starts with. */
export function draftForm({ id, draft, questions }: OrganizationSubject): DraftForm {
  return {
    subjectId: id,
    version: draft?.version ?? 0,
    authorName: draft?.authorName ?? '',
    summary: draft?.summary ?? '',
    needsSignOff: draft?.needsSignOff ?? false,
    answers: questions.map(({ condition }) => {
      const said = draft?.answers.find(({ conditionId }) => conditionId === condition.id);
      return { ref: condition.ref, answer: said?.answer ?? '', words: said?.words ?? '' };
    }),
    items: (draft?.items ?? []).map((item) => ({
      id: item.id,
      title: item.title,
      what: `${evidenceClassLabels[item.class]}, ${item.file?.fileName ?? item.url ?? 'text'}`,
    })),
  };
}

/** Where the draft stands; null when nothing is saved. */
export function draftState({ program, personId }: OrganizationPage, { id, draft }: OrganizationSubject): DraftState | null {
  if (!draft) return null;
  const at = (instant: string) => formatInstant(instant, program.zone);
  return {
    subjectId: id,
    version: draft.version,
    savedText: `${draft.updatedBy}, ${at(draft.updatedAt)}`,
    needsSignOff: draft.needsSignOff,
    signedOffText: draft.signedOff && `${draft.signedOff.name}, ${draft.signedOff.title}, ${at(draft.signedOff.at)}`,
    isOwn: draft.updatedById === personId,
  };
}
