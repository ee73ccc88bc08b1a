/** The letters in of a program, newest recorded first, by pages. */
import { listReceivedLetters } from '#lib/data/received-letters.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Counts } from '#lib/domain/answer.ts';
import type { ReceivedLetter } from '#lib/domain/letter.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

const PAGE = 50;

export interface ResponseList {
  program: ProgramView;
  moment: Moment;
  items: ReceivedLetter[];
  nextCursor: string | null;
}

/** @throws AppError `unauthenticated`, `not_found`, `invalid_request` for a cursor that this list did not give, `as_of_in_future` */
export async function listResponses(
  context: Context,
  slug: string,
  input: MomentInput & { counts?: Counts | undefined; cursor?: string | undefined } = {},
): Promise<ResponseList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const identity = ['responses', program.id, input.counts ?? '', input.asOf || 'now', input.knownAt || 'now'];
  const after = input.cursor ? decodeCursor(context.secret, identity, input.cursor) : null;
  const rows = await translated(
    listReceivedLetters(context.db.pool, {
      program,
      moment,
      organizationId: confinement(context, program.id),
      counts: input.counts,
      limit: PAGE + 1,
      after: after === null ? undefined : { recordedAt: String(after.value), id: after.id },
    }),
  );
  const items = rows.slice(0, PAGE);
  const last = items.at(-1);
  return {
    program,
    moment,
    items: items.map(({ recordedAt: _, ...letter }) => letter),
    nextCursor: rows.length > PAGE && last ? encodeCursor(context.secret, identity, { value: last.recordedAt, id: last.id }) : null,
  };
}
