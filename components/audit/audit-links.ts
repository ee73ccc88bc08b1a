/** Where an auditor gets what can be checked outside: the ledger of a program, and the proof of one event. */
const apiPath = (programSlug: string): string => `/api/v1/programs/${encodeURIComponent(programSlug)}`;

export const ledgerHref = (programSlug: string): string => `${apiPath(programSlug)}/ledger.ndjson`;

export const proofHref = (programSlug: string, streamId: string, sequence: number): string =>
  `${apiPath(programSlug)}/events/${streamId}/${sequence}/proof`;

export const sealText = (checkpoint: number | null): string =>
  checkpoint === null ? 'Not sealed yet' : `Sealed in checkpoint ${checkpoint}`;
