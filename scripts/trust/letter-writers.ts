/** Letters to many and disputes for C2 and C4: calls that would be accepted, but for one key more or for the id they name. */
import type { Objects, Stage } from './http/stage.ts';

const LETTER = ['title', 'sentOn', 'signer', 'note', 'recipients', 'questions', 'deadlineId', 'dueOn', 'dueBasis', 'templateId', 'letter'];

export const letterBody = ({ organizationId, condition }: Pick<Objects, 'organizationId' | 'condition'>, title = 'Questions') => ({
  title,
  sentOn: '2017-08-22',
  recipients: [{ organizationId }],
  questions: [{ condition, text: 'Is there a rule?' }],
  dueOn: '2017-09-15',
  dueBasis: 'As the letter says.',
});

export const DISPUTE = { kind: 'objection', grounds: 'The county runs the jail.', asked: 'Ask the county.' };

/** For C4. */
export function letterWriters({ own, people }: Stage) {
  const { analyst, approver } = people;
  const of = (as: Stage['people']['analyst'], args: unknown[], body: Record<string, unknown>, knows: readonly string[]) => ({
    as,
    args,
    body,
    knows,
  });
  const template = { name: 'Short', subject: 'Hello', body: 'Please answer.', version: 0 };
  return {
    sendRequest: of(analyst, [own.slug], letterBody(own), LETTER),
    previewRequest: of(analyst, [own.slug], letterBody(own), LETTER),
    reissueRequest: of(analyst, [own.request], letterBody(own), LETTER),
    rescindRequest: of(analyst, [own.request], { rescindedOn: '2017-08-30', reason: 'In error.' }, ['rescindedOn', 'reason', 'source']),
    saveTemplate: of(analyst, [own.slug], template, ['name', 'subject', 'body', 'version']),
    changeCounting: of(analyst, [own.response], { counts: 'yes', reason: 'It answers.' }, ['counts', 'reason']),
    openDispute: of(analyst, [own.openAssessment], DISPUTE, ['kind', 'grounds', 'asked', 'evidenceIds', 'organizationId', 'openedOn']),
    decideDispute: of(approver, [own.dispute], { outcome: 'dismissed', reason: 'It stands.' }, ['outcome', 'reason']),
    withdrawDispute: of(analyst, [own.dispute], { reason: 'Settled.' }, ['reason']),
  };
}

/** For C2: by method, path and field of the API. An id of another program's thing is not one of this program's either. */
export const letterCases = Object.fromEntries(
  (['deadlineId', 'templateId'] as const).flatMap((field) =>
    (['POST /api/v1/programs/{program}/requests', 'POST /api/v1/requests/{id}/reissue'] as const).map((path) => [
      `${path} ${field}`,
      (own: Objects) => ({
        path: path.endsWith('reissue') ? `/api/v1/requests/${own.request}/reissue` : `/api/v1/programs/${own.slug}/requests`,
        body: ({ application }: { application: string }) => {
          const { dueOn, dueBasis, ...rest } = letterBody(own);
          return field === 'deadlineId' ? { ...rest, deadlineId: application } : { ...rest, dueOn, dueBasis, templateId: application };
        },
      }),
    ]),
  ),
);

const disputePath = (own: Objects): string => `/api/v1/assessments/${own.openAssessment}/disputes`;

export const disputeCases = {
  'POST /api/v1/assessments/{id}/disputes organizationId': (own: Objects) => ({
    path: disputePath(own),
    body: ({ application }: { application: string }) => ({ ...DISPUTE, organizationId: application }),
  }),
  'POST /api/v1/assessments/{id}/disputes evidenceIds': (own: Objects) => ({
    path: disputePath(own),
    body: ({ evidence }: { evidence: string }) => ({ ...DISPUTE, evidenceIds: [evidence] }),
  }),
};

const formOf = ({ own }: Stage): Record<string, string> => ({
  title: 'Questions',
  sentOn: '2017-08-22',
  recipients: own.organizationId,
  ask: own.condition,
  [`question.${own.condition}`]: 'Is there a rule?',
  intent: 'send',
});

/** For C2: by the field of a form. */
export const letterForms = {
  deadlineId: (stage: Stage) => ({ action: 'sendRequestAction', form: { ...formOf(stage), deadlineId: stage.other.application } }),
  templateId: (stage: Stage) => ({
    action: 'sendRequestAction',
    form: { ...formOf(stage), dueOn: '2017-09-15', dueBasis: 'As said.', templateId: stage.other.application },
  }),
  responseId: ({ other }: Stage) => ({
    action: 'countingAction',
    form: { responseId: other.response, counts: 'yes', reason: 'It answers.' },
  }),
  disputeId: ({ other }: Stage) => ({
    action: 'decideDisputeAction',
    as: 'approver' as const,
    form: { disputeId: other.dispute, outcome: 'dismissed', reason: 'It stands.' },
  }),
};
