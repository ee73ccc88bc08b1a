/** The free facts of a program, parsed when read: what a pack leaves out is simply not shown. */
import { z } from 'zod';

const texts = z.array(z.string()).default([]);
const text = z.string().nullish();
const grade = z.enum(['primary', 'secondary', 'single', 'unverified']).nullish();

export const programFacts = z.object({
  purpose: text,
  origin: text,
  launched: text,
  fundingNote: text,
  selectionCriteria: texts,
  tracks: texts,
  sources: texts,
  grade,
  law: z
    .array(z.object({ citation: z.string(), effective: text, signed: text, paraphrase: z.string(), sources: texts, grade }))
    .default([]),
  otherDeadlines: z.array(z.object({ what: z.string(), date: z.string(), basis: text, sources: texts, grade })).default([]),
});

export type ProgramFacts = z.infer<typeof programFacts>;

/** The refs of all sources that the facts name. */
export const refsIn = (facts: ProgramFacts): string[] => [facts, ...facts.law, ...facts.otherDeadlines].flatMap((part) => part.sources);
