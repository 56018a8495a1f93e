import { defineConfig } from 'vitest/config';

// Where a program that runs the tests wants their results as JSON.
const { TEST_REPORT } = process.env;

// What a whole lab, or several versions of Keycloak, are started for.
const labs = ['lab', 'configuration', 'snapshot-roles'].map((name) => `packages/runner/test/${name}.lab.test.ts`);

export default defineConfig({
  test: {
    reporters: TEST_REPORT ? ['default', ['json', { outputFile: TEST_REPORT }]] : ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['**/*.{lab,browser,soak}.test.ts'],
          // Some start the program: quick, but for a machine that does other things too.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: labs,
          // Labs are heavy: one test file at a time on a small machine.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          hookTimeout: 1_200_000,
        },
      },
      {
        test: {
          name: 'servers',
          include: ['packages/**/*.{lab,browser}.test.ts'],
          exclude: ['**/node_modules/**', ...labs],
          // Each has its own database server, node or browser: two at a time on a small machine.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
});
