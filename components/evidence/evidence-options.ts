import { EVIDENCE_CLASSES, evidenceClassLabels } from '#lib/domain/evidence-class.ts';

/** For a choice of class: its letter and what it is. */
export const evidenceClassOptions = EVIDENCE_CLASSES.map((value) => ({ value, label: `${value} · ${evidenceClassLabels[value]}` }));

/** Whose an item is, of the two that a form can name. */
export const issuerOptions = [
  { value: 'applicant', label: "The applicant's" },
  { value: 'body_in_control', label: 'Of the body in control' },
];
