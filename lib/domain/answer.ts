/** What a response says on one condition. It is the applicant's statement, never a finding. */
export const ANSWERS = [
  'yes',
  'no',
  'in_part',
  'cannot_answer',
  'does_not_apply',
  'declined',
  'referred_to_other_body',
  'not_addressed',
] as const;
export type Answer = (typeof ANSWERS)[number];

export const answerLabels: Record<Answer, string> = {
  yes: 'yes',
  no: 'no',
  in_part: 'in part',
  cannot_answer: 'cannot answer',
  does_not_apply: 'does not apply',
  declined: 'declined to answer',
  referred_to_other_body: 'referred to another body',
  not_addressed: 'not addressed',
};

/** An answer other than this one can move an assessment to Answer received. */
export const addresses = (answer: Answer): boolean => answer !== 'not_addressed';

export const ANSWERED_BY = ['applicant', 'body_in_control', 'other_official', 'counsel'] as const;
export type AnsweredBy = (typeof ANSWERED_BY)[number];
export const answeredByLabels: Record<AnsweredBy, string> = {
  applicant: 'The applicant',
  body_in_control: 'The body in control',
  other_official: 'Another official',
  counsel: 'Counsel',
};

/** Whether a response counts as an answer to the request. */
export const COUNTS = ['yes', 'no', 'undecided'] as const;
export type Counts = (typeof COUNTS)[number];
export const countsLabels: Record<Counts, string> = {
  yes: 'Counts as an answer',
  no: 'Does not count as an answer',
  undecided: 'Whether it answers is undecided',
};

export const isAnswer = (value: string): value is Answer => (ANSWERS as readonly string[]).includes(value);
