import { defineConfig } from 'vitest/config';

/** Only the tests of the rules: what Stryker runs against each mutant of app/domain. */
export default defineConfig({
  test: {
    include: ['app/domain/**/*.test.ts'],
    environment: 'node',
    maxWorkers: 1,
    testTimeout: 20_000,
  },
});
