/** Legal orders as the list and the form show them. */
import type { OrderValues } from '#components/deadlines/order-forms.tsx';
import type { OrderItem } from '#components/deadlines/order-list.tsx';
import type { LegalOrderView } from '#lib/domain/deadline-views.ts';
import { orderEffectLabels, orderStateLabels } from '#lib/domain/legal-order.ts';
import { formatDate, formatInstant } from '#lib/domain/time.ts';

const by = (name: string | null): string => (name ? ` by ${name}` : '');

function stateText({ state, stateBy, partly }: LegalOrderView): string {
  const whole = `${orderStateLabels[state]}${by(stateBy)}`;
  if (!partly || partly.state === 'not_reached') return whole;
  return `${whole}; for some: ${orderStateLabels[partly.state].toLowerCase()}${by(partly.by)}`;
}

/** An order in one line beside its name: what it does, to which order, and how it stands. */
export function orderLine(order: LegalOrderView): string {
  return `${does(order)}. ${stateText(order)}.`;
}

function does({ effect, actsOn }: LegalOrderView): string {
  const plain = orderEffectLabels[effect].toLowerCase();
  if (!actsOn) return plain;
  if (effect === 'stayed_pending_appeal') return `stays, pending appeal, the order ${actsOn.name}`;
  return effect === 'vacated' ? `vacates the order ${actsOn.name}` : `${plain}, in place of the order ${actsOn.name}`;
}

const SHOWN = 12;

function partiesText({ parties, applicants }: LegalOrderView): string {
  if (parties === 'all') return 'Reaches everybody in the program.';
  const names = applicants.slice(0, SHOWN).map(({ name }) => name);
  const rest = applicants.length - names.length;
  // To somebody confined to one organization the others are not named.
  if (names.length === 0) return 'Reaches everybody but those it names.';
  const list = `${names.join(', ')}${rest > 0 ? ` and ${rest} other${rest === 1 ? '' : 's'}` : ''}`;
  return parties === 'named' ? `Named parties: ${list}.` : `Reaches everybody but ${list}.`;
}

export function orderItem(
  order: LegalOrderView,
  zone: string,
  links: { endHref?: string | undefined; amendHref?: string | undefined },
): OrderItem {
  const conditions = order.conditions.map(({ title }) => title).join(', ');
  const until = order.validTo ? `; no longer in force from ${formatDate(order.validTo, 'long')}` : '';
  return {
    id: order.id,
    name: order.name,
    title: order.title,
    effectText: orderEffectLabels[order.effect],
    stateText: stateText(order),
    inForce: order.state === 'in_force',
    lines: [
      `${partiesText(order)} ${conditions ? `Conditions: ${conditions}.` : 'All conditions of the program.'}`,
      `In force from ${formatDate(order.validFrom, 'long')}${until}.`,
      ...(order.actsOn ? [`Acts on: ${order.actsOn.name}.`] : []),
    ],
    summary: order.summary,
    sources: order.sources,
    evidence: order.evidence,
    recordedText: `Recorded ${formatInstant(order.recordedAt, zone)} by ${order.recordedBy}${order.version > 1 ? `, version ${order.version}` : ''}`,
    ...links,
  };
}

export const orderValues = (order: LegalOrderView): OrderValues => ({
  orderId: order.id,
  version: order.version,
  court: order.court,
  docket: order.docket,
  title: order.title,
  decidedOn: order.decidedOn,
  effect: order.effect,
  parties: order.parties,
  applicationIds: order.applicants.map(({ id }) => id),
  conditions: order.conditions.map(({ ref }) => ref),
  validFrom: order.validFrom,
  validTo: order.validTo ?? '',
  actsOnId: order.actsOn?.id ?? '',
  summary: order.summary,
});
