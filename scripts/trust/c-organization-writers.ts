/** Calls of what organizations do that would be accepted, but for one key more in their body. */
import type { Stage } from './http/stage.ts';

/** Keys that each takes itself. */
export function organizationWriters({ own, people }: Stage) {
  const { contributor, analyst } = people;
  const subject = { subjectId: own.application };
  const of = (args: unknown[], body: Record<string, unknown>, knows: readonly string[]) => ({ as: contributor, args, body, knows });
  return {
    saveDraft: of([own.slug, null], { ...subject, answers: [] }, [
      'subjectId',
      'authorName',
      'summary',
      'needsSignOff',
      'answers',
      'removeItems',
      'addItem',
    ]),
    signOffDraft: of([own.slug, null], { ...subject, title: 'City attorney' }, ['subjectId', 'title']),
    submitDraft: of([own.slug, null], subject, ['subjectId']),
    discardDraft: of([own.slug, null], subject, ['subjectId']),
    nameBody: of([own.slug], { ...subject, conditions: [own.condition], bodyName: 'A sheriff' }, [
      'subjectId',
      'conditions',
      'operatorId',
      'bodyName',
      'words',
    ]),
    recallResponse: of([own.slug, own.receipt], { reason: 'In error.' }, ['reason']),
    checkReceipt: of([own.slug, own.receipt], { text: 'A receipt' }, ['text']),
    askClarification: of([own.assessment], { question: 'What is meant?' }, ['question']),
    passOnReferral: {
      as: analyst,
      args: [own.referral],
      body: { dueOn: '2030-01-15' },
      knows: ['operatorId', 'sentOn', 'dueOn', 'dueBasis', 'signer'],
    },
    answerClarification: { as: analyst, args: [own.clarification], body: { answer: 'This.' }, knows: ['answer'] },
  };
}
