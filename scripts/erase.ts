import { parseArgs } from 'node:util';
import { runDatabaseCommand } from './lib/database-command.ts';
import { LauncherError } from './lib/launcher-error.mjs';

const USAGE = 'npm run erase -- [--program <slug>] --stream <id> --sequence <n> --reason "<why>"';

/** Takes the content of one event away for good, as the owner of the tables; the history says that it was done. */
export function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { program: text, stream: text, sequence: text, reason: text } });
  const { program, stream, sequence, reason } = values;
  if (!stream || !sequence || !reason) throw new LauncherError(`Missing: ${USAGE}`);
  return runDatabaseCommand('owner', async (db) => {
    const { eraseContent } = await import('#lib/operations/erase-content.ts');
    const erased = await eraseContent(db, { program, stream, sequence: Number(sequence), reason });
    const more = erased.sameReason.length > 0 ? ` The same reason stands in event ${erased.sameReason.join(', ')}, not erased.` : '';
    process.stdout.write(
      `Erased: event ${sequence} of ${stream} (${erased.kind}, recorded at ${erased.recordedAt}). Event ${erased.toldBy} tells of it.${more}\n` +
        'Its digest and what it changed are kept. Backups, exports and practice copies made before are not touched.\n',
    );
    return 0;
  });
}
