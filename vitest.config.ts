import { defineConfig } from 'vitest/config';

// Where a program that runs the tests wants their results as JSON.
const { TEST_REPORT } = process.env;

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
          include: ['packages/**/*.lab.test.ts', 'packages/**/*.browser.test.ts'],
          // Labs are heavy: one test file at a time on a small machine.
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
});
