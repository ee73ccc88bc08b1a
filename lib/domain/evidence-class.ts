/** Classes of evidence, strongest first. What each may support is in `transition.ts`. */
export const EVIDENCE_CLASSES = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number];

export const evidenceClassLabels: Record<EvidenceClass, string> = {
  A: 'Law or court order',
  B: 'Adopted policy',
  C: 'Binding agreement',
  D: 'Signed certification',
  E: 'Opinion of counsel',
  F: 'Operational record',
  G: 'Letter or statement',
  H: 'News report',
};
