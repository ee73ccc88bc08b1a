import { FoldedSources } from '#components/assessments/source-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import type { FacilityView, Grade, Source } from '#lib/domain/record.ts';

const kindText = (kind: string): string => kind.replaceAll('_', ' ');

export interface FacilityListProps {
  facilities: readonly FacilityView[];
  /** Where the page of an operator is; without it names are plain text. */
  operatorHref?: ((operatorId: string) => string) | undefined;
}

/** Places where people are held or booked, who runs each and since when. */
export function FacilityList({ facilities, operatorHref }: FacilityListProps) {
  if (facilities.length === 0) return <p className="muted">No facility is on record.</p>;
  return (
    <ul className="facilities">
      {facilities.map((facility) => (
        <li key={facility.id}>
          <h3>{facility.name}</h3>
          <p className="muted small">{[kindText(facility.kind), facility.address].filter(Boolean).join(' · ')}</p>
          <p>
            {facility.operator ? (
              <>
                Run by{' '}
                {operatorHref ? (
                  <AppLink href={operatorHref(facility.operator.id)}>{facility.operator.name}</AppLink>
                ) : (
                  facility.operator.name
                )}
                {facility.operatorSince && <span className="muted">; {facility.operatorSince}</span>}
              </>
            ) : (
              'Who runs it is not on record.'
            )}
          </p>
          {[facility.bookingBasis, facility.note].filter(Boolean).map((text) => (
            <p className="muted small" key={text}>
              {text}
            </p>
          ))}
          <FoldedSources sources={facility.sources} grade={facility.grade} />
        </li>
      ))}
    </ul>
  );
}

export interface Booking {
  id: string;
  applicant: { name: string; href: string };
  facilityName: string;
  operator: { name: string; href: string | null } | null;
  /** For example "by agreement with the county". */
  basis: string | null;
  /** For example "since 2006"; null when not on record. */
  sinceText: string | null;
  grade: Grade;
  sources: readonly Source[];
}

/** Who books where. */
export function BookingList({ bookings }: { bookings: readonly Booking[] }) {
  if (bookings.length === 0) return <p className="muted">No booking relation is on record.</p>;
  return (
    <ul className="facilities">
      {bookings.map((booking) => (
        <li key={booking.id}>
          <p>
            <AppLink href={booking.applicant.href}>{booking.applicant.name}</AppLink> books into <b>{booking.facilityName}</b>
            {booking.operator && (
              <>
                , run by{' '}
                {booking.operator.href ? <AppLink href={booking.operator.href}>{booking.operator.name}</AppLink> : booking.operator.name}
              </>
            )}
          </p>
          {(booking.basis || booking.sinceText) && (
            <p className="muted small">{[booking.basis, booking.sinceText].filter(Boolean).join(' · ')}</p>
          )}
          <FoldedSources sources={booking.sources} grade={booking.grade} />
        </li>
      ))}
    </ul>
  );
}
