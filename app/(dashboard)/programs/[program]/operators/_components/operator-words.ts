import type { FacilityView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';
import type { OperatorWork } from '#lib/operations/get-operator-work.ts';

export const dependsText = (count: number): string => (count === 1 ? '1 assessment depends on it' : `${count} assessments depend on it`);

/** Assessments for which it must act, and those that take their finding from its own; each once. */
export const dependentCount = ({ dossier, assessments }: OperatorWork): number =>
  new Set([...dossier.dependents.map((line) => line.id), ...assessments.flatMap((item) => item.dependents.map((row) => row.assessmentId))])
    .size;

export const askedText = (asked: boolean): string => (asked ? 'A request to it is on record' : 'No request to it on record');

/** "1995-07 (opened)" as "since July 1995 (opened)"; what the record does not say is said to be so. */
export function sinceText(since: string | null): string {
  if (since === null || since === 'unknown') return 'since when is not on record';
  return `since ${since.replace(/^\d{4}(-\d{2}){1,2}(?=\b)/, (date) => formatDate(date, 'long'))}`;
}

const untilText = (until: string | null): string | null => (until === null ? null : `until ${formatDate(until, 'long')}`);

/** A facility ready to print: since when in words, and a remark that is also the basis of the booking only once. */
export const facilityInWords = (facility: FacilityView): FacilityView => ({
  ...facility,
  operatorSince: facility.operator && [sinceText(facility.operatorSince), untilText(facility.operatorUntil)].filter(Boolean).join(', '),
  note: facility.note === facility.bookingBasis ? null : facility.note,
});
