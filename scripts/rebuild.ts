import { parseArgs } from 'node:util';
import { runDatabaseCommand } from './lib/database-command.ts';

/** `npm run rebuild [-- --program <slug>]`: periods, states and numbers anew from the events, as the owner of the tables. */
export function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { program: { type: 'string' } } });
  return runDatabaseCommand('owner', async (db) => {
    const { rebuildDerived } = await import('#lib/operations/rebuild-derived.ts');
    const { assessments, changed, numbers } = await rebuildDerived(db, values.program);
    const wrong = numbers.length === 0 ? 'The dashboard numbers were right.' : `The dashboard numbers of ${numbers.join(', ')} were wrong.`;
    process.stdout.write(`${assessments} assessments rebuilt from their events; ${changed} were different. ${wrong}\n`);
    return 0;
  });
}
