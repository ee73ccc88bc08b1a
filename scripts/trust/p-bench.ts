/** P1: what history costs. Measured at full size only as far as it counts; a benchmark says little when it is short. */
import { benchRecordStatus, LEAST_RATIO, WRITERS } from '../bench/record-status.ts';
import { createTally, rounded } from './check.ts';
import type { TrustRun, TrustTest } from './types.ts';

async function costOfHistory(run: TrustRun) {
  const database = await run.database();
  const { plain, recordStatus, ratio } = await benchRecordStatus(database.ownerUrl, 5, 4);
  await database.drop();
  const tally = createTally();
  tally.check(ratio >= LEAST_RATIO, `the ratio is ${ratio.toFixed(2)}`);
  const best = (values: readonly number[]) => Math.round(Math.max(...values));
  return tally.figures(
    { writers: WRITERS, 'record_status a second': best(recordStatus), 'plain a second': best(plain), ratio: rounded(ratio, 2) },
    {
      what: 'the plain statement, measured the same way, is the faster one',
      failedAsItMust: ratio < 1,
    },
  );
}

/** Of full runs only: at gate size the rounds would be too short to mean anything. */
export const benchTests: readonly TrustTest[] = [
  {
    id: 'P1',
    title: 'Status updates with event, hash, period, numbers and ledger entry, 16 writers, in SQL',
    must: 'At least 0.4 of the rate of one UPDATE and one INSERT in one statement on tables of the same shape',
    fullOnly: true,
    run: costOfHistory,
  },
];
