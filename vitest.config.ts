import { defineConfig } from 'vitest/config';

const DB_TESTS = '**/*.db.test.ts';
const IGNORED = ['**/node_modules/**', '.next/**', '.data/**'];

export default defineConfig({
  test: {
    // Left alone, one core is kept free for watching, which on two cores is half of them.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{app,components,lib,scripts}/**/*.test.{ts,tsx}'],
          exclude: [...IGNORED, DB_TESTS],
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [DB_TESTS],
          exclude: IGNORED,
          globalSetup: ['./scripts/test/db-global-setup.ts'],
          // Ends what hangs. On a machine with other work the longest tests take over a minute.
          testTimeout: 180_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
