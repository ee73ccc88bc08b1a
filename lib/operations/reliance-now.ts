/** Which reliances hold at a moment, and whether an assessment follows them: what pages need beside the rows themselves. */
import type { Queryable } from '#lib/data/client.ts';
import { listStatusSteps } from '#lib/data/outcomes.ts';
import { listReliances, type RelianceView } from '#lib/data/reliances.ts';
import type { Moment } from '#lib/domain/record.ts';
import { type RelianceNow, type Stance, stanceOf } from '#lib/domain/reliance.ts';

/** Whether a reliance holds on a day, as far as it is known. */
export const holdsOn = (item: RelianceView, day: string): boolean =>
  item.validFrom <= day && (item.validTo === null || day <= item.validTo) && (item.ended === null || day < item.ended.on);

export interface Following {
  stance: Stance;
  /** The event by which somebody concluded on it directly or set the reliance aside; null while it follows. */
  setAsideBy: number | null;
  reliances: RelianceNow[];
}

/** For each assessment the reliances in force on a day, and whether it follows them. */
export async function followingOf(
  tx: Queryable,
  programId: string,
  ids: readonly string[],
  moment: Moment,
): Promise<Map<string, Following>> {
  const [reliances, steps] = [
    await listReliances(tx, { programId, moment, assessmentIds: ids }),
    await listStatusSteps(tx, programId, ids, moment),
  ];
  const inForce = Map.groupBy(
    reliances.filter((item) => holdsOn(item, moment.asOfOn)),
    (item) => item.assessmentId,
  );
  return new Map(
    ids.map((id) => {
      const { stance, by } = stanceOf(steps.get(id) ?? []);
      return [id, { stance, setAsideBy: by?.sequence ?? null, reliances: inForce.get(id) ?? [] }];
    }),
  );
}
