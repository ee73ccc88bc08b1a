/** What kind of place a facility is. The record may hold other words of its sources; new ones are of this list. */
export const FACILITY_KINDS = [
  'county_jail',
  'city_jail',
  'state_facility',
  'booking_and_pretrial',
  'short_term_processing',
  'other',
] as const;
export type FacilityKind = (typeof FACILITY_KINDS)[number];

export const facilityKindLabels: Record<FacilityKind, string> = {
  county_jail: 'County jail',
  city_jail: 'City jail',
  state_facility: 'State facility',
  booking_and_pretrial: 'Booking and pretrial detention',
  short_term_processing: 'Short-term processing',
  other: 'Other place of custody',
};

/** Whether a dated fact held on a day, its last day included. A day that is not on record is open. */
export const heldOn = ({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }, day: string): boolean =>
  (validFrom === null || validFrom <= day) && (validTo === null || validTo >= day);
