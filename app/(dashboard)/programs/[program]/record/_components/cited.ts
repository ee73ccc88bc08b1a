import type { Source } from '#lib/domain/record.ts';

/** The sources of these refs, in their order; facts of a program name sources so. */
export const cited = (sources: readonly Source[], refs: readonly string[]): Source[] =>
  refs.flatMap((ref) => sources.find((source) => source.ref === ref) ?? []);
