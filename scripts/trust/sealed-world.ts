/** A small database with a history of every kind, sealed several times: what the tamperings start from. */
import { type Database, openDatabase } from '#lib/data/client.ts';
import { type LargeProgram, makeLargeProgram } from '../bench/large-program.ts';
import { outcomeOf } from './check.ts';
import { createTestLedger, type TestLedger } from './ledger.ts';
import { createRandom } from './random.ts';
import { chooseEdit, seeRow } from './random-edits.ts';
import type { TrustDatabase, TrustRun } from './types.ts';

export interface SealedWorld {
  database: TrustDatabase;
  program: LargeProgram;
  /** The superuser's connection, reading as the product reads. */
  owner: Database;
  ledger: TestLedger;
  /** Edits at random, then a checkpoint. */
  goOn(edits: number): Promise<void>;
  close(): Promise<void>;
}

/** @param seals checkpoints to make, each after `edits` edits of `assessments` assessments */
export async function makeSealedWorld(run: TrustRun, size: { assessments: number; seals: number; edits: number }): Promise<SealedWorld> {
  const database = await run.database();
  const ledger = createTestLedger();
  const program = await makeLargeProgram(database.owner, size.assessments);
  const random = createRandom(run.seed);
  let n = 0;
  const goOn = async (edits: number): Promise<void> => {
    for (let done = 0; done < edits; n += 1) {
      const row = await seeRow(database.db, random.pick(program.ids));
      if ((await outcomeOf(chooseEdit(database.as, row, random, `Edit ${n}`).act())) === 'accepted') done += 1;
    }
    await ledger.seal(database.db);
  };
  for (let seal = 0; seal < size.seals; seal += 1) await goOn(size.edits);
  const owner = openDatabase(database.ownerUrl, { max: 4 });
  return {
    database,
    program,
    owner,
    ledger,
    goOn,
    async close() {
      await owner.close();
      ledger.remove();
      await database.drop();
    },
  };
}
