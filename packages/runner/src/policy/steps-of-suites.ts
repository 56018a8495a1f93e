import { ConfigurationError } from '@keycloak-release-gate/core';
import type { Suite } from '@keycloak-release-gate/core';
import type { Loaded } from '../scenarios/load.ts';
import { modelEnvironment } from './model-environment.ts';
import type { SuiteSteps } from './matrix.ts';

/** The steps of the suites, as they are where an environment has one of each kind of thing. Throws a ConfigurationError for a suite that breaks. */
export function stepsOfSuites(suites: readonly Loaded<Suite>[]): SuiteSteps[] {
  const environment = modelEnvironment();
  return suites.map(({ file, value: suite }) => {
    try {
      const steps = suite.steps({ suite: suite.id, environment });
      return {
        suite: suite.id,
        title: suite.title,
        steps: steps.map(({ policy, checks }) => ({
          policy: policy.id,
          sentence: policy.sentence,
          checks: checks.map(({ check, subject }) => ({
            id: check.id,
            title: check.title,
            each: check.about(subject) !== undefined,
          })),
        })),
      };
    } catch (error) {
      throw new ConfigurationError([
        {
          code: 'SUITE_BREAKS',
          message: `The suite "${suite.id}" cannot tell its steps: ${error instanceof Error ? error.message : String(error)}`,
          where: file,
          remedy: 'A suite must do with any environment: ask it for what it has, and expect no certain application, realm or release.',
        },
      ]);
    }
  });
}
