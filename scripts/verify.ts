import { parseArgs } from 'node:util';
import type { VerifyResult } from '#lib/operations/verify-ledger.ts';
import { runDatabaseCommand } from './lib/database-command.ts';

const number = (value: number): string => value.toLocaleString('en-US');

/** Plain lines about what was checked, then the faults. */
function describeResult(result: VerifyResult, file: string, seconds: number): string[] {
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  const behind = result.fileBehind === 0 ? 'agrees' : `agrees and lacks the last ${number(result.fileBehind)} lines`;
  const fileFault = result.faults.some((fault) => fault.what === 'file');
  return [
    `${number(result.events)} events on ${number(result.streams)} streams, ${number(result.periods)} periods, checked in ${seconds.toFixed(1)} s with ${memory} MB`,
    `${number(result.checkpoints)} checkpoints; ${number(result.unsealed)} events not covered by one yet; ${number(result.erased)} erased`,
    `The file ${file} ${fileFault ? 'does not agree' : behind}.`,
    ...(result.ok ? ['Everything fits together.'] : [`${number(result.faultCount)} faults:`]),
    ...result.faults.map(({ what, where, problem }) => `  ${what} ${where}: ${problem}`),
    ...(result.faultCount > result.faults.length ? [`  and ${number(result.faultCount - result.faults.length)} more`] : []),
  ];
}

/** `npm run verify [-- --key <key id>] [--max-faults 20]`: checks the whole ledger. Exits with 1 on a fault. */
export function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { key: { type: 'string' }, 'max-faults': { type: 'string', default: '20' } } });
  return runDatabaseCommand('serving', async (db, { dataFolder }) => {
    const { verifyLedger } = await import('#lib/operations/verify-ledger.ts');
    const { ledgerFiles } = await import('#lib/data/ledger-key.ts');
    const { checkpointFile } = ledgerFiles(dataFolder);
    const started = performance.now();
    const result = await verifyLedger(db, {
      checkpointFile,
      maxFaults: Number(values['max-faults']) || 20,
      ...(values.key ? { keyId: values.key } : {}),
    });
    const lines = describeResult(result, checkpointFile, (performance.now() - started) / 1000);
    process.stdout.write(`${lines.join('\n')}\n`);
    return result.ok ? 0 : 1;
  });
}
