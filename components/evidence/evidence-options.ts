import { EVIDENCE_CLASSES, evidenceClassLabels } from '#lib/domain/evidence-class.ts';

/** For a choice of class: its letter and what it is. */
export const evidenceClassOptions = EVIDENCE_CLASSES.map((value) => ({ value, label: `${value} · ${evidenceClassLabels[value]}` }));
