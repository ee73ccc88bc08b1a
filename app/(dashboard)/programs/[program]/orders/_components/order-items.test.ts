/** Whom an order reaches, in words. */
import { describe, expect, test } from 'vitest';
import type { LegalOrderView } from '#lib/domain/deadline-views.ts';
import { orderItem, orderLine } from './order-items.ts';

const named = (count: number) => Array.from({ length: count }, (_, n) => ({ id: String(n), name: `City ${n + 1}` }));

const order = (more: Partial<LegalOrderView>): LegalOrderView => ({
  id: 'o',
  version: 1,
  name: 'Example District Court, No. 00-1, January 2, 2017',
  court: 'Example District Court',
  docket: '00-1',
  title: 'Order',
  decidedOn: '2017-01-02',
  effect: 'bars_enforcement',
  parties: 'all',
  applicants: [],
  conditions: [],
  validFrom: '2017-01-02',
  validTo: null,
  actsOn: null,
  summary: 'It says so.',
  sources: [],
  evidence: [],
  recordedAt: '2017-01-03T12:00:00.000000Z',
  recordedBy: 'Cora Counsel',
  state: 'in_force',
  stateBy: null,
  partly: null,
  ...more,
});

describe('whom an order reaches', () => {
  test.each<[string, Partial<LegalOrderView>, string]>([
    ['everybody', {}, 'Reaches everybody in the program.'],
    ['two', { parties: 'named', applicants: named(2) }, 'Named parties: City 1, City 2.'],
    ['all but one', { parties: 'all_but_named', applicants: named(1) }, 'Reaches everybody but City 1.'],
    // To somebody confined to one organization the others are not named.
    ['all but some who are not for the reader', { parties: 'all_but_named' }, 'Reaches everybody but those it names.'],
    ['one more than are listed', { parties: 'named', applicants: named(13) }, 'City 12 and 1 other.'],
    ['more than are listed', { parties: 'named', applicants: named(20) }, 'City 12 and 8 others.'],
  ])('%s', (_, more, text) => {
    expect(orderItem(order(more), 'America/New_York', {}).lines[0]).toContain(text);
  });
});

describe('an order in one line', () => {
  const other = { id: 'other', name: 'Other Court, No. 00-9, January 1, 2017' };
  test.each<[Partial<LegalOrderView>, string]>([
    [{ effect: 'stayed_pending_appeal', actsOn: other }, `stays, pending appeal, the order ${other.name}. In force.`],
    [{ effect: 'vacated', actsOn: other }, `vacates the order ${other.name}. In force.`],
    [{ effect: 'bars_use', actsOn: other }, `bars use of the condition, in place of the order ${other.name}. In force.`],
    [{ effect: 'suspends_deadline' }, 'suspends the deadline. In force.'],
    // Where the other one is not for the reader.
    [{ effect: 'vacated' }, 'vacates another order. In force.'],
  ])('%o', (more, text) => {
    expect(orderLine(order(more))).toBe(text);
  });
});
