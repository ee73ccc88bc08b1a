import { defineConfig, devices, type ReporterDescription } from '@playwright/test';

const isRoot = process.getuid?.() === 0;
const browser = process.env.BROWSER_PATH;
const report = process.env.PROVISO_BROWSER_REPORT;
const reporters: ReporterDescription[] = [['list']];
if (report) reporters.push(['json', { outputFile: report }]);

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // The tests share one database, so each makes what it changes for itself.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(report),
  reporter: reporters,
  use: {
    ...devices['Desktop Chrome'],
    baseURL: process.env.PROVISO_BASE_URL ?? 'http://127.0.0.1:3000',
    // Recording every step slows every test down; whoever looks for a fault asks for it.
    trace: process.env.PROVISO_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
