import type { ProgressStep } from './model.ts';

/** What comes after what in one environment: what is prepared and said, then the suites. What is told without a stage is prepared first. */
export const stages = [
  'prepared',
  'asked',
  'approved',
  'on the day',
  'pre-release',
  'post-deploy',
  'pre-restore',
  'post-rollback',
  'again',
  'told elsewhere',
] as const;
export type Stage = (typeof stages)[number];

/** The stage of a suite: one that the policy knows nothing of comes last. */
export const stageOf = (suite: string): Stage => stages.find((stage) => stage === suite) ?? 'again';

/**
 * What is to be done first: what failed before what is missing, an earlier environment before a later one, and in it one stage after the
 * other. What is of the release as a whole comes with the last environment.
 */
export function firstToDo(steps: readonly ProgressStep[], environments: readonly string[]): ProgressStep | undefined {
  const placeOf = ({ environment, stage }: ProgressStep): number => {
    // Nothing waits for what another machine tells.
    if (stage === 'told elsewhere') return environments.length;
    return environment === undefined ? environments.length - 1 : environments.indexOf(environment);
  };
  const rank = (step: ProgressStep): readonly number[] => [
    step.state === 'failed' ? 0 : 1,
    placeOf(step),
    stages.indexOf(step.stage ?? 'prepared'),
  ];
  return steps
    .filter(({ next }) => next !== undefined)
    .toSorted((a, b) => {
      const [left, right] = [rank(a), rank(b)];
      return left.map((each, index) => each - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
    })[0];
}
