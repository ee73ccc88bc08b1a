/** Compares an assessment's row and periods with what its events add up to. */
import type { ReportFault } from './ledger-fault.ts';
import {
  changesOf,
  comparePeriods,
  differences,
  FOREVER,
  PERIOD_KEYS,
  type Period,
  type PeriodValues,
  type ReplayEvent,
  replayPeriods,
  VALUE_KEYS,
} from './periods.ts';
import type { CheckedEvent, ParsedContent } from './stream-check.ts';

/** The row of an assessment, as far as its events decide it. */
export interface AssessmentState extends PeriodValues {
  stateVersion: number;
  subjectKind: string;
  applicationId: string | null;
  operatorId: string | null;
  conditionId: string;
}

export interface StoredPeriod extends Period {
  subjectKind: string;
  conditionId: string;
}

/** The events with their payloads; of an erased one, what the event that tells of the erasure kept. */
export function toReplay(events: readonly CheckedEvent[]): ReplayEvent[] {
  const kept = new Map<number, ParsedContent>();
  for (const { kind, payload } of events) {
    if (kind === 'content_erased' && payload) kept.set(Number(payload.erased), (payload.kept ?? {}) as ParsedContent);
  }
  return events.map(({ sequence, effectiveAt, recordedAt, payload }) => ({
    sequence,
    effectiveAt,
    recordedAt,
    payload: payload ?? kept.get(sequence) ?? {},
  }));
}

const SUBJECT = ['subjectKind', 'applicationId', 'operatorId', 'conditionId'] as const;

function checkRow(
  report: ReportFault,
  place: string,
  events: readonly ReplayEvent[],
  periods: readonly Period[],
  state: AssessmentState,
): void {
  const now = periods.find((period) => period.knownTo === FOREVER && period.validTo === FOREVER);
  const opened = events[0]?.payload ?? {};
  const subject = Object.fromEntries(SUBJECT.map((key) => [key, opened[key] ?? null])) as Pick<AssessmentState, (typeof SUBJECT)[number]>;
  const stateVersion = events.findLast((event) => event.sequence === 1 || changesOf(event).length > 0)?.sequence ?? 0;
  const wrong = [
    ...differences(state, { ...state, ...subject, stateVersion }, [...SUBJECT, 'stateVersion']),
    ...(now ? differences<PeriodValues>(state, now, VALUE_KEYS) : ['everything']),
  ];
  if (wrong.length > 0) report('period', place, `Its current state is not what its events say: ${wrong.join(', ')}.`);
}

function checkPeriods(report: ReportFault, place: string, expected: readonly Period[], stored: readonly StoredPeriod[]): void {
  for (const [index, period] of expected.entries()) {
    const found = stored[index];
    const wrong = found ? differences<Period>(found, period, PERIOD_KEYS) : ['missing'];
    if (wrong.length === 0) continue;
    report(
      'period',
      place,
      `The period known from event ${period.knownVersion}, valid from ${period.validFrom}, differs: ${wrong.join(', ')}.`,
    );
    return;
  }
  if (stored.length > expected.length) report('period', place, `It has ${stored.length - expected.length} periods that no event made.`);
}

/** @param stored in the order of the table's key */
export function checkAssessment(
  report: ReportFault,
  place: string,
  checked: readonly CheckedEvent[],
  state: AssessmentState,
  stored: readonly StoredPeriod[],
): void {
  const events = toReplay(checked);
  const periods = replayPeriods(events).sort(comparePeriods);
  checkRow(report, place, events, periods, state);
  checkPeriods(report, place, periods, stored);
  const moved = stored.find((period) => period.subjectKind !== state.subjectKind || period.conditionId !== state.conditionId);
  if (moved) report('period', place, `The period known from event ${moved.knownVersion} is about something else.`);
}
