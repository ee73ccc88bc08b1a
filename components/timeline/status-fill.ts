import { type Status, statusRules } from '#lib/domain/status.ts';

/** Statuses that share a tone with another get a pattern of their own; all others that of their tone. */
const OWN_PATTERN: Partial<Record<Status, string>> = { under_review: 'review', info_requested: 'unsure', partly_met: 'met' };

/** Reference to the pattern over a band, defined once in the plot. */
export const patternOf = (status: Status): string => `url(#tl-fill-${OWN_PATTERN[status] ?? statusRules[status].tone})`;

/** Classes of a piece of band: its tone; nothing started yet is only an outline. */
export const toneOf = (status: Status): string => `tl-piece tl-tone-${status === 'not_started' ? 'none' : statusRules[status].tone}`;
