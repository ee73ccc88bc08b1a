import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { edgeReport } from './deadline-edges.fixture.ts';

const run = promisify(execFile);
const SERVER_ZONES = ['UTC', 'America/Los_Angeles', 'Pacific/Auckland'];
const PROGRAM = `
  const { edgeReport } = await import(${JSON.stringify(new URL('./deadline-edges.fixture.ts', import.meta.url).href)});
  // The local hour proves that the child really runs in another zone; it is not part of what is compared.
  console.log(JSON.stringify({ hour: new Date(0).getHours(), lines: edgeReport() }));
`;

async function reportUnder(zone: string): Promise<{ hour: number; lines: string }> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
    maxBuffer: 16 * 1024 * 1024,
  });
  const { hour, lines } = JSON.parse(stdout) as { hour: number; lines: string[] };
  return { hour, lines: lines.join('\n') };
}

describe('the zone of the server', () => {
  it('changes nothing: three servers, the same bytes', { timeout: 60_000 }, async () => {
    const reports = await Promise.all(SERVER_ZONES.map(reportUnder));
    expect(new Set(reports.map((report) => report.hour)).size).toBe(3);
    const here = edgeReport().join('\n');
    expect(here.split('\n')).toHaveLength(6 * 5 * 2 * 2 * 6);
    for (const report of reports) expect(report.lines).toBe(here);
  });
});
