import { runDatabaseCommand } from './lib/database-command.ts';

/** `npm run rotate-key`: a new signing key, endorsed by the old one, whose private half is gone afterwards. */
export function main(): Promise<number> {
  return runDatabaseCommand('serving', async (db, { dataFolder }) => {
    const { rotateLedgerKey } = await import('#lib/operations/rotate-ledger-key.ts');
    const { ledgerFiles } = await import('#lib/data/ledger-key.ts');
    const files = ledgerFiles(dataFolder);
    const { previousId, keyId } = await rotateLedgerKey(db, files);
    process.stdout.write(
      `Checkpoints are signed with the key ${keyId} from now on; ${previousId ?? 'none'} endorsed it and is deleted.\n` +
        `Keep a copy of ${files.keyFile} in a safe, put it on every machine that serves this database, and publish the new id.\n`,
    );
    return 0;
  });
}
