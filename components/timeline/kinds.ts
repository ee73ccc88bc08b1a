/** How each kind of event is named and drawn. A new kind is one row here and one shape in `mark-shape.tsx`. */
import type { TimelineKind } from './types.ts';

export type Shape = 'circle' | 'square' | 'diamond' | 'triangle' | 'hexagon' | 'star' | 'ring' | 'notch' | 'flag' | 'pentagon';

export interface KindRule {
  label: string;
  plural: string;
  shape: Shape;
  /** Which of several events of one day gives its shape and words to the stack; higher wins. */
  weight: number;
}

export const kindRules: Record<TimelineKind, KindRule> = {
  letter: { label: 'Letter', plural: 'letters', shape: 'circle', weight: 9 },
  reply: { label: 'Reply', plural: 'replies', shape: 'square', weight: 8 },
  outcome: { label: 'Outcome', plural: 'outcomes', shape: 'star', weight: 7 },
  deadline: { label: 'Deadline', plural: 'deadlines', shape: 'flag', weight: 6 },
  program: { label: 'Program', plural: 'program events', shape: 'ring', weight: 5 },
  control: { label: 'Control', plural: 'changes of control', shape: 'hexagon', weight: 4 },
  law_or_policy: { label: 'Law or policy', plural: 'laws or policies', shape: 'triangle', weight: 3 },
  order: { label: 'Court order', plural: 'court orders', shape: 'pentagon', weight: 3 },
  statement: { label: 'Statement', plural: 'statements', shape: 'diamond', weight: 2 },
  status: { label: 'Status', plural: 'status changes', shape: 'notch', weight: 1 },
};

const singular = (kind: TimelineKind): string =>
  kind === 'program' ? 'program event' : kind === 'status' ? 'status change' : kindRules[kind].label.toLowerCase();

/** "1 letter, 3 statements", the heaviest kind first. */
export const countKinds = (kinds: readonly TimelineKind[]): string => {
  const counts = new Map<TimelineKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => kindRules[b].weight - kindRules[a].weight)
    .map(([kind, count]) => `${count} ${count === 1 ? singular(kind) : kindRules[kind].plural}`)
    .join(', ');
};
