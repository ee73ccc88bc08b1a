/** Facts about one deadline, for tests of what counts. Courts, dockets and dates are made up. */
import type { DeadlineRule } from './deadline-rule.ts';
import type { LegalOrder } from './legal-order.ts';
import type { DeadlineFacts, ExtensionFact } from './resolve-deadline.ts';

export const EASTERN = 'America/New_York';
export const [X, Y] = ['x', 'y'];
export const TARGET = { applicationId: X, conditionId: 'access' };
export const noon = (day: string): string => `${day}T16:00:00.000000Z`;

export const facts = (more: Partial<DeadlineFacts> = {}): DeadlineFacts => ({
  base: { id: 'd', dueOn: '2017-08-18', cutOff: null, zone: null, rule: null, setOn: null },
  moves: [],
  extensions: [],
  orders: [],
  calendar: 'us_federal',
  programZone: EASTERN,
  ...more,
});

/** Asked on August 15, granted to August 25 on August 17; recorded when it happened. */
export const extension = (more: Partial<ExtensionFact> = {}): ExtensionFact => ({
  id: 'e1',
  deadlineId: 'd',
  applicationIds: [X],
  wantedOn: '2017-08-25',
  askedAt: noon('2017-08-15'),
  recordedAt: noon('2017-08-15'),
  decision: { granted: true, grantedOn: '2017-08-25', effectiveAt: noon('2017-08-17'), recordedAt: noon('2017-08-17') },
  withdrawnAt: null,
  ...more,
});
export const granted = (grantedOn: string, decidedOn: string, recordedOn = decidedOn) => ({
  granted: true,
  grantedOn,
  effectiveAt: noon(decidedOn),
  recordedAt: noon(recordedOn),
});

export const stay = (validFrom: string, validTo: string | null, more: Partial<LegalOrder> = {}): LegalOrder => ({
  id: `s-${validFrom}`,
  version: 1,
  court: 'Example District Court',
  docket: '00-1',
  title: 'Stay',
  decidedOn: validFrom,
  effect: 'suspends_deadline',
  parties: 'all',
  applicationIds: [],
  conditionIds: [],
  validFrom,
  validTo,
  actsOnId: null,
  summary: 'As it says.',
  sourceIds: [],
  evidenceIds: [],
  recordedAt: noon(validFrom),
  supersededAt: null,
  ...more,
});

export const RULE: DeadlineRule = {
  anchor: 'request_sent',
  anchorOn: '2017-08-03',
  anchorId: null,
  offset: 11,
  unit: 'business_days',
  calendar: 'us_federal',
  roll: 'next',
};
export const at = (asOf: string, knownAt = asOf) => ({ asOf: noon(asOf), knownAt: noon(knownAt) });
export const NOW = '2026-11-24';
