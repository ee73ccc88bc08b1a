/** What waits for a person, in the order in which the page shows it. */
import type { BusinessCalendar } from './business-days.ts';
import { EXPIRING_DAYS } from './evidence.ts';
import type { AssessmentRow, ProgramView } from './record.ts';

export const WORK_GROUPS = ['past_due', 'due_soon', 'to_decide', 'asked', 'assigned', 'expiring', 'mentions'] as const;
export type WorkGroup = (typeof WORK_GROUPS)[number];

export const workLabels: Record<WorkGroup, string> = {
  past_due: 'Due date passed',
  due_soon: 'Due soon',
  to_decide: 'Waiting for your decision',
  asked: 'Asked by organizations',
  assigned: 'Assigned to you',
  expiring: 'Findings whose evidence or waiver runs out',
  mentions: 'Mentions of you',
};

/** What is said where a group has nothing. */
export const nothingThere: Record<WorkGroup, string> = {
  past_due: 'No due date has passed without an answer.',
  due_soon: 'Nothing is due soon.',
  to_decide: 'No proposal waits for you.',
  asked: 'No request for time, objection or question waits for you.',
  assigned: 'Nothing is assigned to you.',
  expiring: `Nothing runs out in the next ${EXPIRING_DAYS} days.`,
  mentions: 'No note mentions you that you have not read.',
};

export interface WorkMention {
  noteId: string;
  author: string;
  recordedAt: string;
}

export interface WorkAsked {
  kind: 'extension' | 'dispute' | 'clarification' | 'referral';
  id: string;
  at: string;
  /** The person who asked; of an objection the organization. */
  by: string;
}

export const askedWords: Record<WorkAsked['kind'], string> = {
  extension: 'asks for more time',
  dispute: 'objects or asks for reconsideration',
  clarification: 'asks what is meant',
  referral: 'says that another body is in control',
};

export interface WorkEntry {
  program: Pick<ProgramView, 'id' | 'slug' | 'name' | 'kind' | 'zone'>;
  /** By which business days are counted. */
  calendar: BusinessCalendar;
  row: AssessmentRow;
  /** Last day of a waiver, or of the evidence a finding rests on. */
  expiresOn: string | null;
  mention: WorkMention | null;
  asked: WorkAsked | null;
}

export interface WorkList {
  entries: WorkEntry[];
  /** There are more than are listed. */
  more: boolean;
}

export type Work = Record<WorkGroup, WorkList>;
