/** Who can be mentioned in a note, and how a name that was typed finds its person. */
import type { Queryable } from '#lib/data/client.ts';
import { listProgramPeople, type ProgramPerson } from '#lib/data/notes.ts';
import { AppError } from '#lib/domain/errors.ts';
import { mentionedNames, type NoteVisibility, readableNotes } from '#lib/domain/note.ts';
import type { AssessmentHome } from './load-assessment.ts';

export interface Mentionable {
  id: string;
  /** What stands between the brackets: the name, with the address where two share it. */
  label: string;
  /** The notes that this person may read here. */
  reads: NoteVisibility[];
}

const same = (a: string, b: string): boolean => a.toLocaleLowerCase('en') === b.toLocaleLowerCase('en');

/** Everybody who may read notes on this assessment, by name. */
export async function listMentionable(tx: Queryable, home: AssessmentHome): Promise<Mentionable[]> {
  const people = await listProgramPeople(tx, home.program.id);
  const label = (person: ProgramPerson): string => {
    const shared = people.some((other) => other.id !== person.id && same(other.name, person.name));
    return shared ? `${person.name} <${person.email ?? person.id}>` : person.name;
  };
  return people.flatMap((person) => {
    const reads = readableNotes(person.grants, home.program.id, home.organizationId);
    return reads.length > 0 ? [{ id: person.id, label: label(person).replaceAll(/[[\]\n]/g, ' '), reads }] : [];
  });
}

/**
 * The people whom a text mentions.
 * @throws AppError `invalid_request` naming whoever may not read the note, or is not known here; both in the same words
 */
export async function resolveMentions(tx: Queryable, home: AssessmentHome, body: string, visibility: NoteVisibility): Promise<string[]> {
  const names = mentionedNames(body);
  if (names.length === 0) return [];
  const people = (await listMentionable(tx, home)).filter((person) => person.reads.includes(visibility));
  const found = names.map((name) => {
    const person = people.find(({ label }) => same(label, name));
    if (person) return person.id;
    const twins = people.filter(({ label }) => label.toLocaleLowerCase('en').startsWith(`${name.toLocaleLowerCase('en')} <`));
    const hint =
      twins.length > 0 ? ` More than one person has this name: write ${twins.map(({ label }) => `@[${label}]`).join(' or ')}.` : '';
    throw new AppError('invalid_request', `${name} cannot read this note, so it cannot mention them.${hint}`, { field: 'body' });
  });
  return [...new Set(found)];
}
