/** Addresses of the pages of an organization that answers. */
export const organizationPath = (slug: string): string => `/programs/${encodeURIComponent(slug)}/organization`;
export const answerPath = (slug: string, subjectId: string): string =>
  `${organizationPath(slug)}/answer?subject=${encodeURIComponent(subjectId)}`;
export const receiptPath = (slug: string, responseId: string): string =>
  `${organizationPath(slug)}/receipts/${encodeURIComponent(responseId)}`;
