/** Who may read a note, and whom its text mentions. */
import { type Action, confinedTo, type Grant, may } from './permission.ts';

/**
 * `funder`: everybody on the funder's side. `organization`: also the contributors of the applicant or operator it is about.
 * `privileged`: those who may read what is privileged; nobody else learns that there is one.
 */
export const NOTE_VISIBILITIES = ['funder', 'organization', 'privileged'] as const;
export type NoteVisibility = (typeof NOTE_VISIBILITIES)[number];

export const visibilityLabels: Record<NoteVisibility, string> = {
  funder: "The funder's side",
  organization: "The funder's side and the organization's contributors",
  privileged: 'Privileged: counsel and auditors',
};

export const isNoteVisibility = (text: string): text is NoteVisibility => (NOTE_VISIBILITIES as readonly string[]).includes(text);

/** The action that writing a note of this visibility needs. */
export const writesNote: Record<NoteVisibility, Action> = {
  funder: 'add_note',
  organization: 'add_note',
  privileged: 'mark_privileged',
};

/** The visibilities of the notes that somebody may read, on an assessment of `organizationId`. */
export function readableNotes(grants: readonly Grant[], programId: string, organizationId: string): NoteVisibility[] {
  if (!may(grants, 'read', programId)) return [];
  const confined = confinedTo(grants, programId);
  if (confined !== null) return confined === organizationId ? ['organization'] : [];
  return NOTE_VISIBILITIES.filter((visibility) => visibility !== 'privileged' || may(grants, 'read_privileged', programId));
}

/** A mention as it is typed: `@[Dana Reviewer]`. */
const MENTION = /@\[([^\]\n]{1,200})\]/g;

/** The names that a text mentions, each once, in order. */
export const mentionedNames = (body: string): string[] => [
  ...new Set([...body.matchAll(MENTION)].map((match) => (match[1] ?? '').trim()).filter((name) => name !== '')),
];

export type NotePart = { kind: 'text'; text: string } | { kind: 'mention'; name: string };

/** A run of text cut at its mentions. */
export function partsOf(text: string): NotePart[] {
  const parts: NotePart[] = [];
  let from = 0;
  for (const match of text.matchAll(MENTION)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push({ kind: 'mention', name: (match[1] ?? '').trim() });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
