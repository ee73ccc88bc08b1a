import type { Booking } from '#components/record/facility-list.tsx';
import type { OperatorDossier } from '#lib/operations/get-operator.ts';

/** Who books into its facilities, ready to print. */
export const bookingsOf = (data: OperatorDossier, applicationHref: (id: string) => string): Booking[] =>
  data.bookings.map(({ applicationId, applicant, facility }) => ({
    id: `${applicationId}-${facility.id}`,
    applicant: { name: applicant, href: applicationHref(applicationId) },
    facilityName: facility.name,
    operator: null,
    basis: facility.bookingBasis,
    sinceText: null,
    grade: facility.grade,
    sources: facility.sources,
  }));
