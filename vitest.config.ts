import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    coverage: {
      provider: 'v8',
      include: ['app/domain/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fixture.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'coverage',
      thresholds: { branches: 100 },
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{app,native,hq,build,main,renderer,tests}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', 'tests/sync/**', 'tests/pos/**'],
          environment: 'node',
          globalSetup: ['build/shared-postgres.ts', 'hq/test-rig/template-database.ts'],
          // Both cores of the smallest machine; vitest alone would leave one idle.
          maxWorkers: 2,
          // No test replaces a module or keeps state in one, so files may share a worker's modules:
          // loading them anew for each of two hundred files was most of the run.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Counters and HQ as a whole over real HTTP: they wait for each other as in a shop.
          name: 'sync',
          include: ['tests/{sync,pos}/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['build/shared-postgres.ts', 'hq/test-rig/template-database.ts'],
          maxWorkers: 2,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // HQ's tests once more, on the in-process store that the demo runs on.
          name: 'pglite',
          include: ['hq/**/*.test.ts'],
          // The operators' tools on files know no store.
          exclude: ['**/node_modules/**', 'hq/{tape,what-if}/**'],
          env: { HQ_TEST_STORE: 'pglite' },
          environment: 'node',
          globalSetup: ['build/shared-postgres.ts'],
          maxWorkers: 2,
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.ts'],
          environment: 'node',
          // One window at a time: keyboard focus on the screen belongs to one of them only.
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry: 0,
        },
      },
    ],
  },
});
