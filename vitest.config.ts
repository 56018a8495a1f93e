import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

// Where a program that runs the tests wants their results as JSON.
const { TEST_REPORT } = process.env;

/** What takes longest begins first: the tests of whole labs, those that start several versions of Keycloak, and those that start the program often. */
const longest = [
  'lab.lab',
  // Quickly over: two labs that come up in the same moment are in each other's way.
  'snapshot-roles.lab',
  'faults.lab',
  'configuration.lab',
  'guide-commands',
  'bad-input',
  'diff',
  'bad-input-kubernetes',
  'server-configuration',
].map((name) => `/packages/runner/test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((path) => moduleId.endsWith(path));
      return at < 0 ? longest.length : at;
    };
    // The method of a sequencer, not that of an array.
    // oxlint-disable-next-line unicorn/no-array-sort
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    reporters: TEST_REPORT ? ['default', ['json', { outputFile: TEST_REPORT }]] : ['default'],
    sequence: { sequencer: LongestFirst },
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
          include: ['packages/**/*.{lab,browser}.test.ts'],
          // Each has servers of its own. Two at a time on a small machine: a lab waits for half of its time.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          hookTimeout: 1_200_000,
        },
      },
    ],
  },
});
