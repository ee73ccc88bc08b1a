/** Events of one day, or too close together to tell apart at this zoom, become one stack that opens in place. */
import { extentOf, partsOf, shortDay, shortMonth } from './day.ts';
import { countKinds, kindRules } from './kinds.ts';
import type { TimelineItem } from './types.ts';

/** Marks keep this distance, so that each can be hit and focused on its own (24 px is the accessibility minimum). */
export const LEAST_DISTANCE = 25;

export interface Positioned {
  item: TimelineItem;
  /** Pixels from the left edge of the plot. */
  x: number;
}

export interface Stack {
  members: Positioned[];
  lead: TimelineItem;
  x: number;
  lastX: number;
}

export const byTime = (a: TimelineItem, b: TimelineItem): number =>
  extentOf(a).start - extentOf(b).start || kindRules[b.kind].weight - kindRules[a.kind].weight || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const makeStack = (members: Positioned[], first: Positioned): Stack => {
  const lead = members.reduce((best, { item }) => (kindRules[item.kind].weight > kindRules[best.kind].weight ? item : best), first.item);
  return { members, lead, x: first.x, lastX: members.at(-1)?.x ?? first.x };
};

/** Groups from the left; a stack stands at its first event. */
export const stackUp = (points: readonly Positioned[]): Stack[] => {
  const sorted = [...points].sort((a, b) => byTime(a.item, b.item));
  const groups: { first: Positioned; members: Positioned[] }[] = [];
  for (const point of sorted) {
    const last = groups.at(-1);
    if (last !== undefined && point.x - last.first.x < LEAST_DISTANCE) last.members.push(point);
    else groups.push({ first: point, members: [point] });
  }
  return groups.map(({ first, members }) => makeStack(members, first));
};

/** "Aug 3", "Aug 3–4", "Aug 18 – Oct 5", "Aug–Oct 2017", "2017–2019": only as exact as a label needs. */
export const spellRange = (items: readonly TimelineItem[], withYear: boolean): string => {
  const days = items.map((item) => extentOf(item).start);
  const first = Math.min(...days);
  const last = Math.max(...days);
  const from = partsOf(first);
  const to = partsOf(last);
  if (first === last) return shortDay(first, withYear);
  if (from.year !== to.year) return `${from.year}–${to.year}`;
  if (from.month !== to.month) return `${shortMonth(from.month)}–${shortMonth(to.month)}${withYear ? ` ${from.year}` : ''}`;
  return `${shortDay(first)}–${to.day}${withYear ? `, ${from.year}` : ''}`;
};

/** A closed stack led by one letter or reply keeps its words: "Letters to four chiefs · 3 statements"; others are counted. */
export const stackLabel = (stack: Stack, withYear: boolean, open = false): string => {
  const items = stack.members.map(({ item }) => item);
  const rest = items.filter((item) => item !== stack.lead);
  const leads =
    items.filter(({ kind }) => kind === stack.lead.kind).length === 1 && kindRules[stack.lead.kind].weight >= kindRules.outcome.weight;
  const oneDay = stack.members.every(({ item }) => item.date === stack.lead.date);
  if (leads && oneDay && !open) return `${stack.lead.title} · ${countKinds(rest.map(({ kind }) => kind))}`;
  return `${spellRange(items, withYear)} · ${countKinds(items.map(({ kind }) => kind))}`;
};
