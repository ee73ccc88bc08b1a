/** Whose an item is, where a form says only "the applicant's" or "of the body in control". */

export const ISSUERS = ['applicant', 'body_in_control'] as const;
export type Issuer = (typeof ISSUERS)[number];

/** An assessment that the item is for. */
export interface IssuerTarget {
  /** Whom it is about. */
  organizationId: string;
  /** It is an operator's own. */
  operator: boolean;
  /** Who must act there, the most concerned first. */
  responsibleIds: readonly string[];
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

/** Those who can be meant, seen from one assessment. */
const meant = ({ organizationId, operator, responsibleIds }: IssuerTarget): readonly string[] =>
  operator || responsibleIds.length === 0 ? [organizationId] : responsibleIds;

/**
 * The organizations that can be meant on all of the assessments, the most concerned first; none, when the assessments do not agree. An
 * operator whose own assessment is among them is the body in control of the others, whoever else must act there.
 */
export function issuersOf(issuer: Issuer, targets: readonly IssuerTarget[]): string[] {
  const operators = targets.filter(({ operator }) => operator);
  const others = targets.filter(({ operator }) => !operator);
  const asked = issuer === 'applicant' ? (others.length > 0 ? others : operators) : operators.length > 0 ? operators : others;
  const choices = asked.map((target) => (issuer === 'applicant' ? [target.organizationId] : meant(target)));
  return distinct(choices[0] ?? []).filter((id) => choices.every((choice) => choice.includes(id)));
}
